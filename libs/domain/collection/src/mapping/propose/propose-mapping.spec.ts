// cspell:ignore DOBY DOBM DOBD Geburtsjahr
// cspell:ignoreRegExp /[\u0400-\u04ff]+/g
// cspell:ignore Geändert Kunden Kundennummer Nachname Stadt Vorname
/** What is proposed for a file: a mapping that works, and for each column what it was taken for and why. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { proposeMapping } from './propose-mapping.ts';
import { columnsOf, eventsBy } from './testing/events-by.ts';

describe('a mapping that is proposed', () => {
  it('makes orders of the lines of orders', () => {
    const { events, notes, mapping } = eventsBy([
      ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country'],
      ['536365', '85123A', 'CUP', '6', '2010-12-01 08:26:00', '2.55', '17850', 'United Kingdom'],
      ['536365', '071053', 'LANTERN', '2', '2010-12-01 08:26:00', '3.39', '17850', 'United Kingdom'],
      ['536366', '22633', 'WARMER', '1', '2010-12-01 08:28:00', '1.85', '', 'France'],
    ]);
    expect(mapping.groupBy).toEqual(['InvoiceNo']);
    expect(events).toEqual([
      {
        ...{
          type: 'track',
          event: 'Order Completed',
          messageId: 'order-536365',
          timestamp: '2010-12-01T08:26:00.000Z',
        },
        userId: '17850',
        context: { traits: { address: { country: 'United Kingdom' } } },
        properties: {
          ...{ order_id: '536365', revenue: 22.08 },
          products: [
            { product_id: '85123A', name: 'CUP', price: 2.55, quantity: 6 },
            { product_id: '071053', name: 'LANTERN', price: 3.39, quantity: 2 },
          ],
        },
      },
      expect.objectContaining({ anonymousId: 'guest-536366' }),
    ]);
    expect(notes).toEqual(
      expect.arrayContaining([
        'Rows with the same InvoiceNo are the lines of one order: they must stand together.',
        'Some rows have no CustomerID: their order is of a guest, named guest-{InvoiceNo}.',
        'Revenue is the sum of Quantity times UnitPrice over the lines.',
        'UnitPrice -> properties.products.price: price (by its name), number (all 3 cells are numbers).',
      ]),
    );
  });

  it('takes the total of an order once, where each of its lines repeats it', () => {
    const { events } = eventsBy([
      ['order_id', 'date', 'total', 'sku', 'coupon'],
      ['1', '2026-01-31T10:00:00Z', '30', 'a', 'X'],
      ['1', '2026-01-31T10:00:00Z', '30', 'b', 'X'],
    ]);
    expect(events).toMatchObject([
      { properties: { revenue: 30, coupon: 'X', products: [{ product_id: 'a' }, { product_id: 'b' }] } },
    ]);
  });

  it('makes people of a list of customers', () => {
    const { events } = eventsBy(
      [
        ['Kundennummer', 'Vorname', 'Nachname', 'E-Mail', 'PLZ', 'Stadt', 'Geändert'],
        ['0017', 'Jörg', 'Müller', 'j@example.org', '01067', 'Dresden', '31.01.2026 09:30'],
      ].map((row) => row.map((text) => text.replace('Kundennummer', 'Kunden-Nr'))),
    );
    expect(events).toEqual([
      {
        ...{
          type: 'identify',
          messageId: 'person-0017-2026-01-31T09:30:00.000Z',
          timestamp: '2026-01-31T09:30:00.000Z',
        },
        context: { externalIds: [{ type: 'record_id', id: '0017' }] },
        traits: {
          ...{ email: 'j@example.org', firstName: 'Jörg', lastName: 'Müller' },
          address: { city: 'Dresden', postalCode: '01067' },
        },
      },
    ]);
  });

  it.each([
    ['User ID', { userId: '17' }],
    ['Customer No', { context: { externalIds: [{ type: 'record_id', id: '17' }] } }],
    ['id', { context: { externalIds: [{ type: 'record_id', id: '17' }] } }],
    ['Contact ID', { context: { externalIds: [{ type: 'record_id', id: '17' }] } }],
  ])('takes %s of a list of people for what it is', (name, wanted) => {
    const { events } = eventsBy([
      [name, 'Geb.', 'E-Mail'],
      ['17', '1990-05-01', 'ann@example.org'],
    ]);
    expect(events[0]).toMatchObject({ ...wanted, traits: { birthday: '1990-05-01' } });
  });

  it.each([
    [['birth_year', 'birth_month', 'birth_day'], ['1990', '5', '07'], '1990-5-07'],
    [['DOBY', 'DOBM', 'DOBD'], ['1990', '05', '01'], '1990-05-01'],
    [['Geburtsjahr', 'Month of birth', 'Day of birth'], ['1990', '05', '01'], '1990-05-01'],
    [['birth_year', 'birth_month', 'dob'], ['1990', '05', '1990-05-02'], '1990-05-02'],
    [['birth_year', 'city', 'Birth Day'], ['1990', 'Minsk', '2 May 1990'], '2 May 1990'],
    [['birth_year', 'birth_month', 'city'], ['1990', '05', 'Minsk'], undefined],
  ])('takes a birth from the columns %j', (columns, cells, birthday) => {
    const { events } = eventsBy([
      ['Customer No', ...columns],
      ['17', ...cells],
    ]);
    expect(events[0].traits.birthday).toBe(birthday);
  });

  it('takes every row of a list of people, also two of one address or without any', () => {
    const { events, notes } = eventsBy([
      ['id', 'first name', 'last name', 'email'],
      ['1', 'Masha', 'Kelley', 'masha@example.org'],
      ['2', 'M.', 'Kelley', ''],
      ['3', 'Maria', 'Kelly', 'masha@example.org'],
    ]);
    expect(events).toHaveLength(3);
    expect(events.map(({ context }: { context: unknown }) => context)).toEqual(
      ['1', '2', '3'].map((id) => ({ externalIds: [{ type: 'record_id', id }] })),
    );
    expect(events[1]).not.toHaveProperty('messageId'); // a row that changes is no copy of what it was
    expect(notes).toContain('Each row is a person, named by id.');
  });

  it('names a row by the telephone where there is neither a number nor an address', () => {
    const { events, notes } = eventsBy([
      ['name', 'email', 'phone'],
      ['Masha Kelley', 'masha@example.org', ''],
      ['Peter Kelley', '', '+44 20 7946 0958'],
      ['Nobody', '', ''],
    ]);
    const ids = events.map(({ context }: { context: { externalIds: readonly { id: string }[] } }) =>
      context.externalIds.map(({ id }) => id),
    );
    expect(ids.slice(0, 2)).toEqual([['masha@example.org'], ['+44 20 7946 0958']]);
    expect(notes).toEqual(
      expect.arrayContaining([
        'Each row is a person, named by email, or without it by phone.',
        'Some rows have no email or no phone; rows without any are refused.',
      ]),
    );
    expect(notes.join()).not.toContain('the same email');
  });

  describe('names a row by all that it says', () => {
    type Row = readonly string[];
    const idsOf = (rows: readonly Row[]) => {
      const { events, notes } = eventsBy(rows);
      const ids = events.map(
        ({ context }: { context: { externalIds: readonly { id: string }[] } }) => context.externalIds[0]?.id,
      );
      return { ids, notes };
    };
    const header = ['Name', 'Birthday', 'City', 'Points'];
    const masha = ['Masha Kelley', '1985-03-02', 'London', '7'];
    const contentId = expect.stringMatching(/^[0-9a-z]{26}$/);

    it('where nothing else does: what differs in anything is another record', () => {
      const rows = [masha, ['Masha Kelley', '', 'London', '7'], ['Masha Kelley', '1985-03-02', 'London', '8'], masha];
      const { ids, notes } = idsOf([header, ...rows]);
      expect(ids).toEqual([contentId, contentId, contentId, ids[0]]);
      expect(new Set(ids).size).toBe(3);
      expect(ids).toEqual(idsOf([header, ...rows]).ids);
      expect(notes).toContain('Each row is a person, named by all that it says.');
      expect(notes.join()).toContain('No column is of one row alone, so all that a row says is its number');
    });

    it('where a row has neither an address nor a telephone', () => {
      const { ids, notes } = idsOf([
        ['email', 'phone', ...header],
        ['masha@example.org', '', ...masha],
        ['', '+44 20 7946 0958', ...masha],
        ['', '', ...masha],
      ]);
      expect(ids).toEqual(['masha@example.org', '+44 20 7946 0958', contentId]);
      expect(notes).toContain(
        'Each row is a person, named by email, or without it by phone, or without it by all that it says.',
      );
      expect(notes.join()).toContain('Some rows have no email or no phone, so all that such a row says is its number');
    });

    it('where two rows have one address: mother and son are two records', () => {
      const { ids } = idsOf([
        ['email', ...header],
        ['kelley@example.org', ...masha],
        ['kelley@example.org', 'Peter Kelley', '2010-05-05', 'London', '7'],
      ]);
      expect(ids).toEqual([contentId, contentId]);
      expect(ids[0]).not.toBe(ids[1]);
    });

    it('though not one without a login in a list of logins, which is refused', () => {
      const rows = [
        ['user_id', ...header],
        ['u-1', ...masha],
        ['', ...masha],
      ];
      const { notes } = proposeMapping(columnsOf(rows), { type: 'csv' });
      expect(notes).toContain('Each row is a person, named by user_id.');
      expect(notes).toContain('Some rows have no user_id; rows without any are refused.');
    });

    it.each([
      ['namesakes of one town', ['Name', 'City']],
      ['people without a name', ['Birthday', 'Street']],
    ])('though not %s, who would be taken for one', (_, columns) => {
      const { mapping, notes } = proposeMapping(columnsOf([columns, ['a', 'b']]), { type: 'csv' });
      expect([mapping, notes.at(-1)]).toEqual([undefined, expect.stringMatching(/^No mapping is proposed/)]);
    });
  });

  it.each([
    ['no cell', ['1', '', '3']],
    ['one cell twice', ['1', '1', '3']],
  ])('takes no column for the number of rows that has %s', (_, cells) => {
    const rows = cells.map((id, index) => [id, `ann${index % 2}@example.org`]);
    const { notes } = eventsBy([['id', 'email'], ...rows]);
    expect(notes).toEqual(
      expect.arrayContaining([
        'Each row is a person, named by email.',
        'Some rows have the same email; they are taken for one row that has changed.',
      ]),
    );
  });

  it('names people by their address where there is no number, and says that there is no time', () => {
    const { events, notes } = eventsBy([['contact'], ['ann@example.org'], ['bob@example.org']]);
    expect(events[0]).toMatchObject({
      context: { externalIds: [{ type: 'record_id', id: 'ann@example.org' }] },
      traits: { email: 'ann@example.org' },
    });
    expect(notes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^No column is a time of every row/),
        'contact -> traits.email: email (2 of 2 cells look like e-mail addresses), text (its cells are of no other type).',
      ]),
    );
  });

  it('makes of a log what its rows say happened', () => {
    const { events } = eventsBy([
      ['Event', 'User ID', 'Time', 'page'],
      ['Page Viewed', 'u1', '2026-01-31T10:00:00Z', '/a'],
    ]);
    expect(events).toEqual([
      {
        ...{ type: 'track', event: 'Page Viewed', messageId: 'Page Viewed-u1-2026-01-31T10:00:00.000Z' },
        ...{ timestamp: '2026-01-31T10:00:00.000Z', userId: 'u1', context: { traits: {} }, properties: { page: '/a' } },
      },
    ]);
  });

  it('reads amounts with the sign of a currency, and signs between thousands', () => {
    const { events } = eventsBy([
      ['order_id', 'date', 'total', 'email'],
      ['1', '31/12/25', '$1,006.10', 'ann@example.org'],
      ['2', '30/12/25', '$5.20', 'bob@example.org'],
    ]);
    expect(events).toMatchObject([
      { timestamp: '2025-12-31T00:00:00.000Z', properties: { revenue: 1006.1 } },
      { properties: { revenue: 5.2 } },
    ]);
  });

  it('says why it is of people where the file names orders', () => {
    const header = ['order_id', 'date', 'total', 'email'];
    const notesOf = (...row: readonly string[]) => eventsBy([header, row]).notes;
    const date = 'date: its cells are times of the form dd/MM/yy or MM/dd/yy: name the format in the mapping';
    expect(notesOf('1', '01/02/03', '5.20', 'ann@example.org')).toEqual(
      expect.arrayContaining([
        `People are proposed, not orders: order_id looks like an order, but no column is a time (${date}).`,
        expect.stringMatching(/^No column is a time of every row \(date: .*\), so timestamp is 2000-01-01/),
      ]),
    );
    expect(notesOf('1', '2026-01-31', '1,234', 'ann@example.org')).toContain(
      'People are proposed, not orders: order_id looks like an order, but no column is an amount or a price ' +
        '(total: "1,234" could be 1234 or 1.234: name "decimal" in the mapping).',
    );
    const { notes } = proposeMapping(
      columnsOf([
        ['order_id', 'date'],
        ['1', '2026-01-31'],
      ]),
      { type: 'csv' },
    );
    expect(notes.at(-2)).toBe(
      'Orders are not proposed: order_id looks like an order, but no column is an amount or a price.',
    );
  });

  it('is none where nothing names a person or an order, and says so', () => {
    const { mapping, notes } = proposeMapping(
      columnsOf([
        ['colour', 'size'],
        ['red', '1'],
      ]),
      { type: 'csv' },
    );
    expect([mapping, notes.at(-1)]).toEqual([undefined, expect.stringMatching(/^No mapping is proposed/)]);
    expect(notes[0]).toBe(
      'colour -> left out: its own name (nothing says what it means), text (its cells are of no other type).',
    );
  });

  it('can always be read and applied, whatever the file holds', () => {
    const names = fc.oneof(
      fc.constantFrom(
        'Order ID',
        'date',
        'amount',
        'email',
        'Phone',
        'customer',
        'sku',
        'price',
        'qty',
        'event',
        'a/b',
        'x{y}',
        'order',
      ),
      fc.string({ minLength: 1, maxLength: 8 }),
    );
    const cell = fc.oneof(
      fc.constantFrom('', '1', '2,5', '2026-01-31', 'a@b.cd', '+49 30 123456', 'true'),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(names, { minLength: 1, maxLength: 8 }),
        fc.array(fc.array(cell, { maxLength: 8 })),
        (header, rows) => {
          const table = [header, ...rows];
          const { mapping } = proposeMapping(columnsOf(table), { type: 'csv' });
          if (mapping) eventsBy(table);
        },
      ),
    );
  });
});

describe('of an export that has several of a kind', () => {
  const person = (header: readonly string[], ...rows: readonly (readonly string[])[]) =>
    eventsBy([['Customer ID', ...header], ...rows.map((row, index) => [String(index + 1), ...row])]).events;

  it('the telephone is the one that is called so, and nothing is written over', () => {
    const header = ['Accepts Phone Marketing', 'Default Address Phone', 'Phone', 'Accepts Email Marketing', 'E-mail'];
    const [event] = person(header, ['yes', '+441632960001', '+442079460958', 'no', 'ann@example.org']);
    expect(event.traits).toMatchObject({
      phone: '+442079460958',
      default_address_phone: '+441632960001',
      email: 'ann@example.org',
      accepts_phone_marketing: true,
    });
  });

  it('a column that is called like a trait stands beside it', () => {
    const [event] = person(['Street', 'Address', 'phone', 'Phone'], ['1 Park Road', 'see there', '+441', '+442']);
    expect(event.traits).toMatchObject({ address: { street: '1 Park Road' }, phone: '+441', address_2: 'see there' });
    expect(Object.values(event.traits)).toContain('+442');
  });

  it('the number of an order is that of the column that was taken for it', () => {
    const { events } = eventsBy([
      ['Order', 'order_id', 'date', 'total', 'email'],
      ['A-1', '17', '2026-01-31', '5.20', 'ann@example.org'],
    ]);
    expect(events[0].properties).toMatchObject({ order_id: 'A-1', order_id_2: '17' });
  });

  it('the time of a row is its last change, and never one that some rows do not have', () => {
    const times = ['Last Activity', 'Created At', 'Last Modified'];
    const [created, modified] = ['2025-12-01T00:00:00.000Z', '2026-01-05T00:00:00.000Z'];
    expect(person(times, [created, created, modified])[0].timestamp).toBe(modified);
    const some = person(['Last Modified', 'Created At'], [modified, created], ['', created]);
    expect(some.map(({ timestamp }: { timestamp: string }) => timestamp)).toEqual([created, created]);
    expect(some[0]).not.toHaveProperty('messageId'); // the row may change after it was made
    expect(person(['Last Modified'], [modified], [''])).toHaveLength(2);
  });
});
