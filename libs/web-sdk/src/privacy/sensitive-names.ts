/** Tells from a name (of a field, an id, a class, a path segment) whether what it names must stay on the page. */

/** Parts that give a secret away wherever they stand in a name, with everything but letters taken out. */
const telling = new RegExp(
  [
    'passw|pass(?:phrase|code)|secret|token|credential|(?:private|api|access)key|jsessionid|[cx]srf',
    '(?:credit|debit|bank|payment)card|card(?:n[uor]|holder|owner|exp|code|sec|cv|field|input|details|payment)',
    '(?:security|verification|onetime)code|cc(?:n|exp|cvc|csc)',
    'social(?:sec|num|ins)|national(?:id|ins)|tax(?:id|num)|passport|driverlicen',
    'bankaccount|accountn[uo]|routingn|sortcode|maidenname',
  ].join('|'),
);

/** Words that are telling only when they stand alone: "pin" is, "shipping" is not. */
const tellingWords = new Set(
  'pwd pass pin pan cvv cvc csc cvn ssn sin nino iban bic otp totp mfa tan jwt sid cc'.split(' '),
);

const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);

/** A name of any element, as an id or one class: `card` alone is how half the web calls a box, so it says nothing here. */
export function isSensitiveName(name: string): boolean {
  const words = wordsOf(name);
  return telling.test(words.join('')) || words.some((word) => tellingWords.has(word));
}

/** A name of a form field, where a card is a payment card. */
export function isSensitiveField(name: string): boolean {
  return isSensitiveName(name) || wordsOf(name).includes('card');
}
