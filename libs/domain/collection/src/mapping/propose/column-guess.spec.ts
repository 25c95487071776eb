// cspell:ignore laatst gezien Hausnr
// cspell:ignore lineitem
// cspell:ignoreRegExp /[\u0400-\u04ff]+/g
/** What a column is taken for, and why. */
import { describe, expect, it } from '@jest/globals';
import { guessType } from './guess-type.ts';
import { guessRole } from './roles.ts';

describe('the type of a column', () => {
  it.each([
    [['1', '-2', ''], 'integer', {}],
    [['1.5', '2'], 'number', {}],
    [['1,5', '2'], 'number', { decimal: ',' }],
    [['yes', 'No'], 'boolean', {}],
    [['007', '012'], 'text', {}],
    [['1.234,50', '2.000,00'], 'number', { decimal: ',' }],
    [['1.006,10', '12,5', '7'], 'number', { decimal: ',' }],
    [['1,006.10', '12.5'], 'number', { decimal: '.' }],
    [['1 006,10', '12,50'], 'number', { decimal: ',' }],
    [['301 234 567', '301 234 568'], 'text', {}],
    [['$5.20', '$1,006.10'], 'number', { decimal: '.', currency: '$' }],
    [['5,20 €', '1.006,10 €', '7 €'], 'number', { decimal: ',', currency: '€' }],
    [['$5.20', '€5.20'], 'text', {}],
    [['1,234', '5'], 'text', {}],
    [['007.5', '1,006.5'], 'text', {}],
    [['31.12.25'], 'time', { format: 'dd.MM.yy' }],
    [['31/12/25'], 'time', { format: 'dd/MM/yy' }],
    [['12/31/25 9:05 PM'], 'time', { format: 'MM/dd/yy hh:mm a' }],
    [['01/02/03'], 'text', {}],
    [['1767225600'], 'integer', {}],
    [['2026-01-31T10:00:00Z'], 'time', {}],
    [['2026-01-31T10:00:00'], 'time', { format: 'iso-local' }],
    [['31.01.2026 09:30'], 'time', { format: 'dd.MM.yyyy HH:mm' }],
    [['01/31/2026'], 'time', { format: 'MM/dd/yyyy' }],
    [['2026-01-31 10:00:00 +0100', '2026-06-30 10:00:00 +0200'], 'time', { format: 'yyyy-MM-dd HH:mm:ss XX' }],
    [['Jan 5, 2026 10:00:00 AM'], 'time', { format: 'MMM dd, yyyy hh:mm:ss a' }],
    [['', ' '], 'text', {}],
  ])('of %j is %s', (values, type, spec) => {
    expect(guessType(values)).toMatchObject({ type, spec: { type, ...spec } });
  });
  it.each([
    ['created_at', ['1767225600', '1767225601.5'], 'epoch'],
    ['created_at', ['1767225600000'], 'epoch-ms'],
  ])('named %s of %j is the time %s', (name, values, format) => {
    expect(guessType(values, name)).toMatchObject({ type: 'time', spec: { type: 'time', format } });
  });
  it.each([
    [['01/02/03'], '', 'its cells are times of the form dd/MM/yy or MM/dd/yy: name the format in the mapping'],
    [['week 5 of 2026'], 'date', 'its cells are of no form of time that is known here: name the format in the mapping'],
    [
      ['1.234', '1.006,10', '1.006.10'],
      '',
      'only 2 of 3 cells are numbers with "," as their decimal sign; "1.006.10" is none',
    ],
    [['$5', '€5'], '', 'its cells have the signs of several currencies: $ and €'],
    [['ann', 'bob'], 'updated_by', 'its cells are of no other type'],
    [['1,234', '5'], '', '"1,234" could be 1234 or 1.234: name "decimal" in the mapping'],
    [
      ['1.234', '2.500', '5'],
      '',
      'all 3 cells are numbers; if their points stand between thousands, set "decimal" to ","',
    ],
  ])('of %j named "%s" says what is unclear', (values, name, why) => {
    expect(guessType(values, name).why).toBe(why);
  });
  it('says where the day could be the month', () => {
    expect(guessType(['01/02/2026']).why).toMatch(/MM\/dd\/yyyy fits as well/);
    expect(guessType(['31/02/2026', '13/01/2026']).type).toBe('text');
  });
  it('stands a few cells that are not of it, and counts them', () => {
    const values = [...Array.from({ length: 99 }, (_, index) => String(index)), 'n/a'];
    expect(guessType(values)).toMatchObject({ type: 'integer', why: '99 of 100 cells are whole numbers' });
  });
});

describe('the meaning of a column', () => {
  it.each([
    ['E-Mail', 'email'],
    ['customerEmail', 'email'],
    ['Телефон', 'phone'],
    ['Клиент', 'customer'],
    ['client_id', 'customer'],
    ['Номер', undefined],
    ['id', 'row'],
    ['Contact ID', 'row'],
    ['rec_id', 'row'],
    ['unique_id', 'row'],
    ['forename', 'firstName'],
    ['FName', 'firstName'],
    ['lname', 'lastName'],
    ['suburb', 'city'],
    ['soc_sec_id', 'nationalId'],
    ['street_number', 'houseNumber'],
    ['Hausnr.', 'houseNumber'],
    ['Дом', 'houseNumber'],
    ['Billing House Number', 'houseNumber'],
    ['Social Security Number', 'nationalId'],
    ['Passport No', 'nationalId'],
    ['SSN', 'nationalId'],
    ['СНИЛС', 'nationalId'],
    ['Nationality', undefined],
    ['Tax', undefined],
    ['product/id', 'product'],
    ['MailingCity', 'city'],
    ['Default Address Zip', 'postalCode'],
    ['Default Address Address1', 'street'],
    ['Billing Address 1', 'street'],
    ['Billing First Name', 'firstName'],
    ['Lineitem name', 'productName'],
    ['Line Item Quantity', undefined],
    ['Default Address Country Code', 'country'],
    ['Contact owner', undefined],
    ['User Name', undefined],
    ['Заказ', 'order'],
    ['order/@id', 'order'],
    ['order/orderNo', 'order'],
    ['SKU', 'product'],
    ['Артикул', 'product'],
    ['ФИО', 'fullName'],
    ['Loyalty Card', 'loyalty'],
    ['Colour', undefined],
  ])('%s is %s', (name, role) => {
    expect(guessRole(name, 'text', ['x']).role).toBe(role);
  });

  it.each([
    ['Name', ['#1001', '#1002'], 'order'],
    ['Name', ['Ann', '#1002', '-'], undefined],
    ['First Name', ['Ann', '', '-', 'Bob'], 'firstName'],
    ['Accepts Email Marketing', ['yes', 'no'], undefined],
    ['E-mail', ['-', 'ann@example.org'], 'email'],
    ['Subtotal', ['30.00'], undefined],
    ['id', ['1', '1'], undefined],
    ['Laatst gezien', ['2026-01-05 19:45:00 +1030', '2025-12-31 08:00:00 +1030'], 'time'],
    ['Laatst gezien', ['2026-01-05T10:00:00.1234Z'], 'time'],
    ['Nac.', ['2001-01-05', '1985-03-12'], undefined],
    ['Nac.', ['12/05/2533'], undefined],
    ['Nac.', ['02-Mar-1985'], undefined],
    ['Nac.', ['Mar 2, 1985'], undefined],
    ['Fin', ['31.12.9999'], undefined],
    ['id', ['1', ''], undefined],
  ])('%s of %j is %s', (name, values, role) => {
    expect(guessRole(name, guessType(values, name).type, values).role).toBe(role);
  });
});
