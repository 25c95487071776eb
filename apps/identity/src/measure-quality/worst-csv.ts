/** The worst rows as CSV (RFC 4180), safe to open in a spreadsheet: no value is taken for a formula. */
import { qualityFields } from '@tributary/domain-identity';
import { type WorstRow } from './quality.ts';

const header = [
  ...['record', 'source', 'key'],
  ...qualityFields.flatMap((field) => [field, `${field}_quality`]),
  ...['urgency', 'records', 'caps'],
];

export const worstCsv = (rows: readonly WorstRow[]): string =>
  [header, ...rows.map(cellsOf)].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');

const cellsOf = ({ record, source, key = '', fields, urgency, records, caps }: WorstRow): readonly string[] => [
  ...[record, source, key],
  ...fields.flatMap(({ value = '', quality }) => [value, quality]),
  ...[String(urgency), String(records), caps.join(' ')],
];

function quoted(value: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(value) && !/^\+\d[\d\s().-]*$/.test(value); // a number of a telephone is none
  const safe = isFormula ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
