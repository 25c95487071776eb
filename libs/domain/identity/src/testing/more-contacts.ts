/** A record with a second address and a second number: fields of several values. */
import { type RecordFacts } from '../facts.ts';

export function withMoreContacts(record: RecordFacts): RecordFacts {
  const said = { firstAt: 0, sources: ['crm'] };
  const more: RecordFacts['identifiers'] = [
    { type: 'email', value: 'kelley82@example.com', ...said },
    { type: 'email', value: 'sailor@example.com', ...said },
    { type: 'phone', value: '+442079460958', ...said },
    { type: 'phone', value: '+375291234567', ...said },
  ];
  return { ...record, identifiers: [...record.identifiers, ...more] };
}
