/** Generated records as CSV (RFC 4180), one a line, the truth in `cluster`. */
import type { PersonRecord } from './people-records.ts';

const columns = {
  id: ({ identifiers }: PersonRecord) => identifiers[0]?.value,
  cluster: ({ person }: PersonRecord) => person,
  source: ({ source }: PersonRecord) => source,
  time: ({ time }: PersonRecord) => time,
  first_name: ({ record }: PersonRecord) => record.firstName,
  last_name: ({ record }: PersonRecord) => record.lastName,
  name: ({ record }: PersonRecord) => record.name,
  birthday: ({ record }: PersonRecord) => record.birthday,
  email: ({ record }: PersonRecord) => record.email,
  phone: ({ record }: PersonRecord) => record.phone,
  street: ({ record }: PersonRecord) => record.address?.street,
  city: ({ record }: PersonRecord) => record.address?.city,
  postal_code: ({ record }: PersonRecord) => record.address?.postalCode,
  country: ({ record }: PersonRecord) => record.address?.country,
  loyalty_id: ({ record }: PersonRecord) => record.loyalty_id,
  device: ({ identifiers }: PersonRecord) => identifiers.find(({ type }) => type === 'anonymous_id')?.value,
} as const;

const readers = Object.values(columns);

export const csvHeader = `${Object.keys(columns).join(',')}\n`;

export const csvLine = (record: PersonRecord): string =>
  `${readers.map((read) => quoted(read(record) ?? '')).join(',')}\n`;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
