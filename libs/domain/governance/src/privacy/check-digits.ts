// cspell:disable -- names and numbers of many countries, and texts that machines write
/** Check digits of numbers that are about somebody, each by its published algorithm. Digits come without separators. */

/** ISO/IEC 7812-1, annex B: cards. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - index));
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 7064, MOD 97-10: IBAN (ISO 13616), with letters as numbers from 10 on and the first four characters at the end. */
export function iban(text: string): boolean {
  const moved = text.slice(4) + text.slice(0, 4);
  let rest = 0;
  for (const character of moved) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const weighed = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(digits.charAt(index)), 0);

/** The burgerservicenummer of the Netherlands: the eleven test, its last weight negative. */
export const bsn = (digits: string): boolean =>
  /[1-9]/.test(digits) && weighed(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;

/** PESEL of Poland. */
export const pesel = (digits: string): boolean => weighed(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;

/** ИНН of a person in Russia: two check digits. */
export function inn(digits: string): boolean {
  const first = (weighed(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
  const second = (weighed(digits, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
  return digits.endsWith(`${first}${second}`);
}

/** СНИЛС of Russia. */
export function snils(digits: string): boolean {
  const sum = weighed(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]);
  const check = (sum % 101) % 100;
  return Number(digits.slice(9)) === check;
}

/** The national number of Belgium: 97 less the rest, with a 2 before it for births since 2000. */
export function rijksregister(digits: string): boolean {
  const [body, check] = [digits.slice(0, 9), Number(digits.slice(9))];
  return check === 97 - (Number(body) % 97) || check === 97 - (Number(`2${body}`) % 97);
}

/** The resident identity number of China, GB 11643-1999: ISO 7064, MOD 11-2. */
export function residentId(text: string): boolean {
  const sum = weighed(text, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return '10X98765432'.charAt(sum % 11) === text.charAt(17).toUpperCase();
}

/** The identity number of Thailand. */
export const thaiId = (digits: string): boolean =>
  (11 - (weighed(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(digits.charAt(12));

/** DNI and NIE of Spain: the letter follows from the number. */
export function dni(text: string): boolean {
  const number = text.slice(0, -1).toUpperCase().replace('X', '0').replace('Y', '1').replace('Z', '2');
  return 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(Number(number) % 23) === text.slice(-1).toUpperCase();
}

/** CPF of Brazil: two check digits; all alike is nobody's. */
export function cpf(digits: string): boolean {
  if (/^(\d)\1*$/.test(digits)) return false;
  const first = ((weighed(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  const second = ((weighed(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  return digits.endsWith(`${first}${second}`);
}

/** NIR of France: 97 less the rest; Corsica's letters stand for 19 and 18. */
export function nir(text: string): boolean {
  const body = text.slice(0, 13).toUpperCase().replace('2A', '19').replace('2B', '18');
  return Number(text.slice(13)) === 97 - Number(BigInt(body) % 97n);
}
