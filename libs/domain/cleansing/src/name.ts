/** The form in which two spellings of a name are compared; the name itself is kept as its owner wrote it. */

/** `Zoë  SMITH-Jones` → `zoe smith jones`: compatibility forms, case, marks, punctuation and runs of spaces removed. */
export function nameForm(raw: string): string {
  return raw
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic})\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/['’ʼ`]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}
