/** Rounds as a person would: half away from zero, on the number as it is written, not on its binary remainder. */
export function roundTo(value: number, digits: number): number {
  // Sums of cents carry an error of some units in the last place; fifteen digits are all that a double has for certain.
  const [mantissa = '', exponent = '0'] = Math.abs(value).toPrecision(15).split('e');
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  const rounded = Number(`${shifted}e${-digits}`);
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}
