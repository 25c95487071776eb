/** What the text of a cell is read as: never as something else in silence. */
import { describe, expect, it } from '@jest/globals';
import { readCell } from './cells.ts';
import { parseColumnType } from './column-type.ts';
import { type MappingError } from './mapping-error.ts';

function typeOf(spec: unknown) {
  const errors: MappingError[] = [];
  const type = parseColumnType(spec, '', { errors, reads: new Set() });
  return { type, errors };
}
const read = (raw: unknown, spec: object): unknown => {
  const cell = readCell(raw, typeOf(spec).type, 0);
  return cell.ok ? cell.value : cell.detail;
};
const refused = expect.stringMatching(/^is not a number: /);

describe('a number', () => {
  it.each([
    [',', '1.234', 1234],
    [',', '1.006,10', 1006.1],
    [',', '-1.234.567,5', -1234567.5],
    [',', '12,5', 12.5],
    [',', '1,234', 1.234],
    [',', '1.5', refused],
    [',', '1.2345', refused],
    [',', '0.123', refused],
    [',', '1234.567', refused],
    [',', '1.006.10', 'is not a number: "1.006.10"'],
    [',', '1,006.10', 'is not a number: "1,006.10"'],
    [',', '1.234e2', refused],
    ['.', '1,006.50', 1006.5],
    ['.', '1,234', 1234],
    ['.', '1.234', 1.234],
    ['.', '1,5', refused],
    ['.', '12,34,567', refused],
    ['.', '1,234 567', refused],
    ['.', '1 234.5', 1234.5],
    [',', '1\u{a0}234,5', 1234.5],
    [',', '1\u{202f}234\u{202f}567', 1234567],
    ['.', "1'234.50", 1234.5],
    ['.', '1’234.50', 1234.5],
    ['.', '1e3', 1000],
    ['.', '0123', 123],
  ])('with "%s" between whole and part: %s is %s', (decimal, text, value) => {
    expect(read(text, { type: 'number', decimal })).toEqual(value);
  });
  it.each([
    ['1.234', 1.234],
    ['1,006.50', 1006.5],
    ['1,234,567', 1234567],
    ['1 234', 1234],
    ['1.006,50', refused],
    ['1,5', refused],
    ['1,234', 'is 1234 or 1.234, as "decimal" of the column may say: "1,234"'],
  ])('without a declaration, as a program writes it: %s is %s', (text, value) => {
    expect(read(text, { type: 'number' })).toEqual(value);
  });
  it('that a file holds as a number is itself, whatever the texts in its column look like', () => {
    expect(read(1.234, { type: 'number', decimal: ',' })).toBe(1.234);
    expect(read(1.5e-7, { type: 'number', decimal: ',' })).toBe(1.5e-7);
  });
  it.each([
    ['$5.20', 5.2],
    ['$ 1,006.50', 1006.5],
    ['5.20 $', 5.2],
    ['-$5.20', -5.2],
    ['$-5.20', -5.2],
    ['5.20', 5.2],
    ['€5.20', refused],
    ['$', refused],
  ])('with the sign of its currency: %s is %s', (text, value) => {
    expect(read(text, { type: 'number', decimal: '.', currency: '$' })).toEqual(value);
  });
  it('may have another sign only where the column says so', () => {
    expect(read('$5.20', { type: 'number' })).toEqual(refused);
    expect(read('EUR 5,20', { type: 'number', decimal: ',', currency: 'EUR' })).toBe(5.2);
    expect(typeOf({ type: 'number', currency: '1' }).errors).toMatchObject([{ at: '/currency' }]);
  });
});

describe('a time', () => {
  it.each([
    ['dd/MM/yy', '31/12/69', '2069-12-31T00:00:00.000Z'],
    ['dd/MM/yy', '01/02/70', '1970-02-01T00:00:00.000Z'],
    ['dd/MM/yy', '01/02/00', '2000-02-01T00:00:00.000Z'],
    ['dd/MM/yy', '01/02/2003', undefined],
    ['MM/dd/yyyy hh:mm a', '01/31/2026 12:05 AM', '2026-01-31T00:05:00.000Z'],
    ['MM/dd/yyyy hh:mm a', '1/31/2026 9:05 pm', '2026-01-31T21:05:00.000Z'],
    ['MM/dd/yyyy hh:mm a', '1/31/2026 12:05\u{202f}PM', '2026-01-31T12:05:00.000Z'],
    ['MM/dd/yyyy hh:mm:ssa', '1/31/2026 9:05:07p.m.', '2026-01-31T21:05:07.000Z'],
    ['MM/dd/yyyy hh:mm a', '1/31/2026 13:05 PM', undefined],
    ['MM/dd/yyyy hh:mm a', '1/31/2026 0:05 AM', undefined],
    ['yyyy-MM-dd HH:mm:ss XX', '2026-01-31 09:05:00 +0200', '2026-01-31T07:05:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss XX', '2026-01-31 09:05:00 -03:30', '2026-01-31T12:35:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss XX', '2026-01-31 09:05:00 UTC', '2026-01-31T09:05:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss XX', '2026-01-31 09:05:00', undefined],
    ['MMM dd, yyyy hh:mm:ss a', 'Jan 5, 2026 10:00:00 AM', '2026-01-05T10:00:00.000Z'],
    ['dd MMM yyyy', '5 September 2026', '2026-09-05T00:00:00.000Z'],
    ['dd-MMM-yyyy', '05-Foo-2026', undefined],
    ['dd-MMM-yyyy', '31-Feb-2026', undefined],
    ['yyyy-MM-ddTHH:mm', '2026-01-31T09:05', '2026-01-31T09:05:00.000Z'],
    ['epoch', '1767225600', '2026-01-01T00:00:00.000Z'],
    ['epoch', '1767225600.25', '2026-01-01T00:00:00.250Z'],
    ['epoch', 1767225600, '2026-01-01T00:00:00.000Z'],
    ['epoch', '1767225600000', undefined],
    ['epoch', '2026-01-01', undefined],
    ['epoch-ms', '1767225600000', '2026-01-01T00:00:00.000Z'],
    ['epoch-ms', '-1', '1969-12-31T23:59:59.999Z'],
    ['epoch-ms', '9e20', undefined],
    ['epoch-ms', '-62135596800000', '0001-01-01T00:00:00.000Z'],
    ['epoch-ms', '-62135596800001', undefined],
    ['dd.MM.yyyy', '01.01.0000', undefined],
    ['dd.MM.yyyy', '00.00.0000', undefined],
  ])('of the form %s: %s is %s', (format, raw, time) => {
    const spec = { type: 'time', format };
    expect(read(raw, spec)).toEqual(time ?? expect.stringContaining(`is not a time of the form ${format}: `));
  });
  it.each([
    ['dd/MM', /a form of yyyy/],
    ['hh:mm dd.MM.yyyy', /hh and a/],
    ['dd.dd.yyyy', /once/],
    ['dd.MM.yy yyyy', /once/],
    ['dd MM MMM yyyy', /once/],
    ['epochs', /a form of yyyy/],
  ])('cannot have the form %s', (format, message) => {
    expect(typeOf({ type: 'time', format }).errors).toEqual([
      { at: '/format', message: expect.stringMatching(message) },
    ]);
  });
});
