/** Streams the text of a file in its encoding; bytes that are no text in it become U+FFFD, by which a row is refused. */
import { ImportError } from './import-error.ts';

/** What a decoder puts in the place of bytes that are no text. */
const replacement = '\u{fffd}';

export const isText = (text: string): boolean => !text.includes(replacement);

/** The refusal of a row that holds such bytes. */
export const notText = (line: number) => ({
  rejected: { line, code: 'NOT_UTF8', detail: 'The row holds bytes that are no text in the encoding of the file.' },
});

export async function* textOf(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string, void, undefined> {
  const decoder = decoderOf(encoding);
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

export function decoderOf(encoding: string) {
  try {
    return new TextDecoder(encoding);
  } catch {
    throw new ImportError(`There is no encoding ${encoding}.`, 'UNKNOWN_ENCODING');
  }
}
