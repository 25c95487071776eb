// cspell:ignoreRegExp /[\u0400-\u04ff\u0e00-\u0e7f]+/g
// cspell:ignore dorpsstraat achternaam geboortedatum huisnummer klantnummer mailadres plaats straat telefoonnummer tussenvoegsel voornaam
// cspell:ignore anrede anschrift geburtsdatum hauptstr kundennummer mobilnummer nachname postleitzahl vorname wohnort
// cspell:ignore EAAV EUID FAAV LEID lineitem optin
/** The columns that usual systems export, with people of our own: what is proposed needs no correction to bring them in whole. */
import { describe, expect, it } from '@jest/globals';
import { eventsBy } from './testing/events-by.ts';

/** Cells parted by `;`, as addresses and names of days have commas. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- looked at as made
const eventsIn = (...lines: readonly string[]): any => eventsBy(lines.map((line) => line.split(';'))).events;

const named = (id: string) => ({ context: { externalIds: [{ type: 'record_id', id }] } });
const masha = { firstName: 'Masha', lastName: 'Kelley', email: 'masha@example.com', phone: '+442079460958' };
const home = { street: '1 Park Rd', city: 'London', postalCode: 'N15 1YA' };

describe('people as they are exported', () => {
  it('by Salesforce', () => {
    const events = eventsIn(
      'Id;Salutation;FirstName;LastName;Email;Phone;MobilePhone;MailingStreet;MailingCity;MailingState;MailingPostalCode;MailingCountry;Birthdate;LastModifiedDate;HasOptedOutOfEmail',
      '0035g00000AbCdEAAV;Ms.;Masha;Kelley;masha@example.com;+442079460958;;1 Park Rd;London;;N15 1YA;United Kingdom;1985-03-02;2026-01-05T10:00:00.000Z;0',
      '0035g00000AbCdFAAV;Mr.;Peter;Kelley;;;+442079460959;1 Park Rd;London;;N15 1YA;United Kingdom;1957-11-20;2026-01-06T10:00:00.000Z;1',
    );
    expect(events).toMatchObject([
      {
        ...named('0035g00000AbCdEAAV'),
        timestamp: '2026-01-05T10:00:00.000Z',
        traits: { ...masha, title: 'Ms.', birthday: '1985-03-02', address: { ...home, country: 'United Kingdom' } },
      },
      { ...named('0035g00000AbCdFAAV'), traits: { firstName: 'Peter', mobile_phone: '+442079460959' } },
    ]);
  });

  it('by HubSpot, whose last activity some have not', () => {
    const events = eventsIn(
      'Record ID;First Name;Last Name;Email;Phone Number;Contact owner;Last Activity Date (UTC);Lead Status;Create Date (UTC)',
      '51;Masha;Kelley;masha@example.com;+442079460958;Owner A;2026-01-05 10:00;Open;2025-12-01 09:00',
      '52;Peter;Kelley;;+442079460959;;;;2025-12-02 09:00',
    );
    expect(events).toMatchObject([
      { ...named('51'), timestamp: '2025-12-01T09:00:00.000Z', traits: masha },
      { ...named('52'), timestamp: '2025-12-02T09:00:00.000Z', traits: { phone: '+442079460959' } },
    ]);
  });

  it('by Shopify, which asks for consents and has two telephones', () => {
    const events = eventsIn(
      'Customer ID;First Name;Last Name;Email;Accepts Email Marketing;Default Address Company;Default Address Address1;Default Address Address2;Default Address City;Default Address Province Code;Default Address Country Code;Default Address Zip;Default Address Phone;Phone;Accepts SMS Marketing;Total Spent;Total Orders;Note;Tax Exempt;Tags',
      "'7001;Masha;Kelley;masha@example.com;yes;;1 Park Rd;;London;ENG;GB;N15 1YA;+441632960001;+442079460958;no;120.50;3;;no;vip",
    );
    expect(events).toMatchObject([
      {
        ...named("'7001"),
        traits: {
          ...masha,
          address: { ...home, region: 'ENG', country: 'GB' },
          ...{ default_address_phone: '+441632960001', accepts_email_marketing: true, total_spent: 120.5 },
        },
      },
    ]);
  });

  it('by Magento, which writes days in words', () => {
    const events = eventsIn(
      'ID;Name;Email;Group;Phone;ZIP;Country;State/Province;Customer Since;Date of Birth;Gender',
      '1;Masha Kelley;masha@example.com;General;+442079460958;N15 1YA;United Kingdom;;Jan 5, 2026 10:00:00 AM;Mar 2, 1985;Female',
    );
    const address = { postalCode: 'N15 1YA', country: 'United Kingdom' };
    expect(events).toMatchObject([
      {
        ...named('1'),
        timestamp: '2026-01-05T10:00:00.000Z',
        traits: { name: 'Masha Kelley', birthday: 'Mar 2, 1985', address },
      },
    ]);
  });

  it('by Mailchimp, which names them by their address', () => {
    const events = eventsIn(
      'Email Address;First Name;Last Name;Phone Number;MEMBER_RATING;OPTIN_TIME;CONFIRM_TIME;LAST_CHANGED;LEID;EUID;TAGS',
      'masha@example.com;Masha;Kelley;+442079460958;4;2026-01-05 10:00:00;2026-01-05 10:00:00;2026-01-06 10:00:00;12345;abcdef0123;vip',
    );
    expect(events).toMatchObject([
      { ...named('masha@example.com'), timestamp: '2026-01-06T10:00:00.000Z', traits: masha },
    ]);
  });

  it('by an authority, which has a number for each', () => {
    const events = eventsIn(
      'rec_id; given_name; surname; street_number; address_1; suburb; postcode; date_of_birth; soc_sec_id',
      'rec-1; masha; kelley; 1; park rd; london; n15 1ya; 19850302; 0712345',
      'rec-2; masha; kelly; 1; park rd; london; n15 1ya; 19850302; 0712345',
    );
    const address = { street: 'park rd', houseNumber: '1', city: 'london', postalCode: 'n15 1ya' };
    const traits = { firstName: 'masha', birthday: '19850302', nationalId: '0712345', address };
    expect(events).toMatchObject([
      { ...named('rec-1'), traits },
      { ...named('rec-2'), traits },
    ]);
  });
});

describe('lists of people in other languages', () => {
  it.each([
    [
      'Dutch, with the particle of a name in a column of its own',
      'Klantnummer;Voornaam;Tussenvoegsel;Achternaam;E-mailadres;Telefoonnummer;Geboortedatum;Straat;Huisnummer;Postcode;Plaats',
      ['K1;Jan;van der;Berg;jan@example.com;06-12345678;01-02-1980;Dorpsstraat;12a;1234 AB;Utrecht', 'K2;Piet;;Jansen'],
      { firstName: 'Jan', lastName: 'van der Berg', phone: '06-12345678', birthday: '01-02-1980' },
      { street: 'Dorpsstraat', houseNumber: '12a', postalCode: '1234 AB', city: 'Utrecht' },
      { firstName: 'Piet', lastName: 'Jansen' },
    ],
    [
      'Russian',
      'Код клиента;Фамилия;Имя;Отчество;Телефон;Эл. почта;Дата рождения;Город;Индекс;Адрес',
      [
        '7;Иванова;Мария;Петровна;8 916 123-45-67;m@example.com;12.03.1985;Москва;101000;ул. Ленина, 5',
        '8;Петров;Иван',
      ],
      { firstName: 'Мария', middleName: 'Петровна', lastName: 'Иванова', birthday: '12.03.1985' },
      { street: 'ул. Ленина, 5', postalCode: '101000', city: 'Москва' },
      { firstName: 'Иван', lastName: 'Петров' },
    ],
    [
      'Belarusian',
      'Код кліента;Прозвішча;Імя;Імя па бацьку;Тэлефон;Пошта;Дата нараджэння;Горад',
      ['7;Кавалёва;Таццяна;Іванаўна;+375 29 123-45-67;t@example.com;05.06.1990;Мінск', '8;Кавалёў;Ян'],
      { firstName: 'Таццяна', middleName: 'Іванаўна', lastName: 'Кавалёва', birthday: '05.06.1990' },
      { city: 'Мінск' },
      { firstName: 'Ян', lastName: 'Кавалёў' },
    ],
    [
      'Chinese',
      '客户编号;姓名;手机;邮箱;出生日期;城市;地址;邮编',
      ['A1;王小明;13800138000;w@example.com;1990-05-06;北京;朝阳区建国路88号;100022', 'A2;李娜'],
      { name: '王小明', phone: '13800138000', email: 'w@example.com', birthday: '1990-05-06' },
      { street: '朝阳区建国路88号', postalCode: '100022', city: '北京' },
      { name: '李娜' },
    ],
    [
      'Thai, where a birth is no time of a row',
      'รหัสลูกค้า;ชื่อ;นามสกุล;โทรศัพท์;อีเมล;วันเกิด;จังหวัด;ที่อยู่;รหัสไปรษณีย์',
      ['1;สมชาย;ใจดี;081-234-5678;s@example.com;12/05/2533;กรุงเทพมหานคร;99 ถ.สุขุมวิท;10110', '2;สมหญิง;ใจดี;;;01/01/2530'],
      { firstName: 'สมชาย', lastName: 'ใจดี', phone: '081-234-5678', birthday: '12/05/2533' },
      { street: '99 ถ.สุขุมวิท', postalCode: '10110', region: 'กรุงเทพมหานคร' },
      { firstName: 'สมหญิง', lastName: 'ใจดี', birthday: '01/01/2530' },
    ],
    [
      'German',
      'Kundennummer;Anrede;Vorname;Nachname;Mobilnummer;Geburtsdatum;Anschrift;Postleitzahl;Wohnort',
      ['7;Frau;Anna;Müller;0151 2345678;12.03.1985;Hauptstr. 5;10115;Berlin', '8;Herr;Jan;Vogel'],
      { firstName: 'Anna', lastName: 'Müller', title: 'Frau', birthday: '12.03.1985', phone: '0151 2345678' },
      { street: 'Hauptstr. 5', postalCode: '10115', city: 'Berlin' },
      { firstName: 'Jan', lastName: 'Vogel' },
    ],
  ])('%s', (_, header, rows, traits, address, other) => {
    const [first, second] = eventsIn(header, ...rows);
    const [number] = (rows[0] ?? '').split(';');
    expect(first).toMatchObject({
      ...named(number ?? ''),
      timestamp: '2000-01-01T00:00:00.000Z',
      traits: { ...traits, address },
    });
    expect(second).toMatchObject({ traits: other });
  });

  it('have whole names in a column that is called as given names are, where no other has the rest', () => {
    expect(eventsIn('Имя;Почта', 'Мария Иванова;m@example.com', 'Иван;i@example.com')).toMatchObject([
      { traits: { name: 'Мария Иванова' } },
      { traits: { name: 'Иван' } },
    ]);
    expect(eventsIn('ชื่อ;อีเมล', 'สมชาย;s@example.com', 'สมหญิง;y@example.com')).toMatchObject([
      { traits: { firstName: 'สมชาย' } },
      { traits: { firstName: 'สมหญิง' } },
    ]);
    expect(eventsIn('First name;Surname;Email', 'Mary Ann;Kelley;m@example.com')).toMatchObject([
      { traits: { firstName: 'Mary Ann', lastName: 'Kelley' } },
    ]);
  });

  it('keep a column of given names that says nothing in the first rows what it is called', () => {
    const table = [['Имя', 'Почта'], ...['m', 'i'].map((name) => ['', `${name}@example.com`])];
    expect(eventsBy(table).notes).toContainEqual(expect.stringMatching(/^Имя -> traits\.firstName:/));
  });

  it('keep the marks of their letters in the names that they come with', () => {
    const [event] = eventsIn('อีเมล;สีที่ชอบ', 's@example.com;ฟ้า');
    expect(event.traits).toMatchObject({ สีที่ชอบ: 'ฟ้า' });
  });

  it('are read whether letters and their marks are one sign or two', () => {
    const [event] = eventsIn('Прозвішча;Імя;Пошта;Любімы колер'.normalize('NFD'), 'Кавалёў;Ян;y@example.com;сіні');
    expect(event.traits).toMatchObject({ firstName: 'Ян', lastName: 'Кавалёў', любімы_колер: 'сіні' });
  });
});

describe('orders as they are exported', () => {
  it('by Shopify, which tells of an order on its first line alone', () => {
    const events = eventsIn(
      'Name;Email;Financial Status;Paid at;Accepts Marketing;Currency;Subtotal;Shipping;Taxes;Total;Created at;Lineitem quantity;Lineitem name;Lineitem price;Lineitem sku;Billing Name;Billing Street;Billing City;Billing Zip;Billing Country;Billing Phone;Shipping Name;Shipping City;Id',
      '#1001;masha@example.com;paid;2026-01-05 10:00:00 +0000;no;GBP;30.00;5.00;0.00;35.00;2026-01-05 09:59:00 +0000;1;Cup;10.00;CUP;Masha Kelley;1 Park Rd;London;N15 1YA;GB;+442079460958;Masha Kelley;York;5001',
      '#1001;masha@example.com;;;;;;;;;2026-01-05 09:59:00 +0000;2;Plate;10.00;PLATE;;;;;;;;;',
    );
    const traits = {
      email: masha.email,
      phone: masha.phone,
      name: 'Masha Kelley',
      address: { ...home, country: 'GB' },
    };
    expect(events).toMatchObject([
      {
        ...{ event: 'Order Completed', messageId: 'order-#1001', timestamp: '2026-01-05T09:59:00.000Z' },
        context: { traits },
        properties: {
          ...{ order_id: '#1001', currency: 'GBP', revenue: 35, subtotal: 30, financial_status: 'paid' },
          products: [
            { product_id: 'CUP', name: 'Cup', price: 10, quantity: 1 },
            { product_id: 'PLATE', name: 'Plate', price: 10, quantity: 2 },
          ],
        },
      },
    ]);
  });

  it('by WooCommerce, whose columns begin with whose they are', () => {
    const order =
      '501;2026-01-05 10:00:00;completed;Masha;Kelley;masha@example.com;+442079460958;1 Park Rd;London;N15 1YA;GB';
    const events = eventsIn(
      'Order ID;Order Date;Order Status;Billing First Name;Billing Last Name;Billing Email;Billing Phone;Billing Address 1;Billing City;Billing Postcode;Billing Country;Order Total;Order Currency;SKU;Item Name;Quantity',
      `${order};35.00;GBP;CUP;Cup;1`,
      `${order};35.00;GBP;PLATE;Plate;2`,
    );
    expect(events).toMatchObject([
      {
        context: { traits: { ...masha, address: { ...home, country: 'GB' } } },
        properties: { order_id: '501', revenue: 35, products: [{ product_id: 'CUP' }, { product_id: 'PLATE' }] },
      },
    ]);
  });
});
