/** The tests of single bits: `$bitsAllSet` and its kin. */
import { StoreError, unsupportedOperator } from '../errors.ts';
import { isNumeric, toNumber, type Value } from '../values/value.ts';
import { each, type Leaf } from './leaf.ts';

const bad = (message: string): StoreError => new StoreError(2, message);

export function bitTest(operator: string, operand: Value): Leaf {
  const mask = bitMask(operator, operand);
  const verdicts: Readonly<Record<string, (bits: bigint) => boolean>> = {
    $bitsAllSet: (bits) => (bits & mask) === mask,
    $bitsAnySet: (bits) => (bits & mask) !== 0n,
    $bitsAllClear: (bits) => (bits & mask) === 0n,
    $bitsAnyClear: (bits) => (bits & mask) !== mask,
  };
  const verdict = verdicts[operator];
  if (!verdict) throw unsupportedOperator(operator, 'a filter');
  return each((value) => isNumeric(value) && Number.isInteger(toNumber(value)) && verdict(toBits(value)));
}

const toBits = (value: Value): bigint => (typeof value === 'bigint' ? value : BigInt(toNumber(value)));

function bitMask(operator: string, operand: Value): bigint {
  if (!operator.startsWith('$bits')) throw unsupportedOperator(operator, 'a filter');
  if (Array.isArray(operand)) return operand.reduce((mask: bigint, bit) => mask | (1n << toBits(bit)), 0n);
  if (!isNumeric(operand) || !Number.isInteger(toNumber(operand))) throw bad(`${operator} takes an Array or a number`);
  return toBits(operand);
}
