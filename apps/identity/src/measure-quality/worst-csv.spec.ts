import { expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import { qualityFields, type FieldReading } from '@tributary/domain-identity';
import { worstCsv } from './worst-csv.ts';

const cellOf = (value: string): string => {
  const fields = qualityFields.map((field): FieldReading => {
    return field === 'name' ? { field, quality: 'invalid', value } : { field, quality: 'missing' };
  });
  const qualities = fields.map(({ quality }) => quality);
  const rank = { urgency: 8.5, records: 2, caps: ['generic', 'traits'] } as const;
  const csv = worstCsv([{ record: recordId('r_1'), source: 'crm', key: 'K-1', qualities, ...rank, fields }]);
  const lines = csv.split(/^record.*\r\n/)[1] ?? '';
  return lines
    .replace('r_1,crm,K-1,', '')
    .replace(',invalid,,missing,,missing,,missing,,missing,8.5,2,generic traits\r\n', '');
};

it('has a line of names, and every row ends as RFC 4180 has it', () => {
  expect(worstCsv([])).toBe(
    'record,source,key,name,name_quality,address,address_quality,city,city_quality,phone,phone_quality,email,email_quality,urgency,records,caps\r\n',
  );
});

it.each([
  ['Ann', 'Ann'],
  ['Kelley, Ann', '"Kelley, Ann"'],
  ['the "Ann"', '"the ""Ann"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+2', "'=1+2"],
  ['@SUM(1)', "'@SUM(1)"],
  ['+44 (20) 12', '+44 (20) 12'],
  ['-', "'-"],
])('%j is written as %j', (value, expected) => {
  expect(cellOf(value)).toBe(expected);
});
