/** Writes a text in an encoding of one byte per character, or in UTF-16, for tests: the reverse of a decoder. */
export function encodeAs(text: string, encoding: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Buffer.from(
    Array.from(text, (sign) => {
      const byte = bytes.get(sign);
      if (byte === undefined) throw new Error(`${encoding} has no ${sign}.`);
      return byte;
    }),
  );
}
