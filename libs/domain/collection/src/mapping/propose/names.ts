// cspell:ignoreRegExp /[\u0400-\u04ff\u0e00-\u0e7f]+/g
// cspell:ignore aangemaakt gewijzigd tijd
/** The words that the name of a column is made of. */

/** `OrderDate`, `order_date` and `order-date` are the same two words. Of a path the last step, or two where it is a mere `id`. */
export function wordsOf(name: string): string {
  const steps = name
    .normalize('NFC')
    .split('/')
    .map((step) =>
      step
        .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
        .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
        .trim()
        .toLowerCase(),
    );
  const last = steps.at(-1) ?? '';
  return /^(id|no|nr|num|number|code|key)$/.test(last) ? steps.slice(-2).join(' ') : last;
}

/** Of a column that holds times, in the languages that exports are written in. */
export const timeWords =
  /date|time|^when$|^at$| at$|datum|zeit|created|changed|updated|since|tijd|aangemaakt|gewijzigd|дата|время|日期|时间|時間|วันที่|เวลา/;
