/** Which identifier the record of an event follows, and which events are of nobody. */
import { describe, expect, it } from '@jest/globals';
import { admit, type Admission, shapeEvent } from './index.ts';

const arrived = (ids: object) => ({
  source: 'web',
  receivedAt: Date.parse('2026-03-01T10:00:00.000Z'),
  imported: false,
  payload: { type: 'identify', ...ids },
});
const door = (ids: object): Admission => admit(arrived(ids));
const recordOf = (ids: object) => {
  const admission = door(ids);
  return admission.ok ? admission.record : admission.reason.code;
};

const ann = { anonymousId: 'b6f1c2' };

describe('the record of an event', () => {
  it.each<[string, object]>([
    ['the word guest', { userId: 'guest' }],
    ['the text null', { userId: 'null' }],
    ['the text undefined, in capitals and spaces', { userId: ' UNDEFINED ' }],
    ['zero', { userId: '0' }],
    ['the number zero', { userId: 0 }],
    ['minus one', { userId: -1 }],
    ['the all-zero UUID', { userId: '00000000-0000-0000-0000-000000000000' }],
    ['an object turned into text', { userId: '[object Object]' }],
    ['one digit over and over', { userId: '11111111' }],
    ['a loyalty card of zeros', { traits: { loyalty_id: '0000' } }],
    ['an address that is a word', { traits: { email: 'none' } }],
    ['an address that is none', { traits: { email: 'ask at the till' } }],
    ['the mailbox of a function', { traits: { email: 'info@shop.example' } }],
    ['a phone number of zeros', { traits: { phone: '+00 000 000' } }],
    ['a phone number in words', { traits: { phone: 'on request' } }],
    ['a device of zeros', { context: { device: { id: '00000000-0000-0000-0000-000000000000' } } }],
  ])('does not follow %s', (_what, placeholder) => {
    expect(recordOf({ ...ann, ...placeholder })).toBe(recordOf(ann));
  });

  it.each<[string, object]>([
    ['a user id', { userId: '17850' }],
    ['a user id of one digit', { userId: '5' }],
    ['a user id that begins like a placeholder', { userId: 'guesthouse' }],
    ['a loyalty card', { traits: { loyaltyId: 'L-9' } }],
    ['an address', { traits: { email: 'Ann@Example.com' } }],
    ['a phone number', { traits: { phone: '+44 20 7946 0958' } }],
    ['a device', { context: { device: { id: 'd-1' } } }],
  ])('follows %s', (_what, ids) => {
    expect(recordOf({ ...ann, ...ids })).not.toBe(recordOf(ann));
    expect(recordOf({ anonymousId: 'another', ...ids })).toBe(recordOf({ ...ann, ...ids }));
  });

  describe('that a source names by its own key', () => {
    const row = (id: string) => ({ context: { externalIds: [{ type: 'record_id', id }] } });
    const family = { traits: { email: 'kelley@example.com' } };

    it('is the row, whatever else it shares with others', () => {
      expect(recordOf({ ...row('7'), ...family })).not.toBe(recordOf({ ...row('8'), ...family }));
      expect(recordOf({ ...row('7'), ...family })).toBe(recordOf({ ...row('7'), userId: 'ann' }));
    });

    it('needs no other id', () => {
      expect(recordOf(row('7'))).toMatch(/^r_/);
    });

    it('is of that source alone', () => {
      const elsewhere = admit({ ...arrived(row('7')), source: 'crm' });
      expect(elsewhere.ok && elsewhere.record).not.toBe(recordOf(row('7')));
    });
  });

  it.each<[string, object]>([
    ['a placeholder alone', { userId: 'guest' }],
    ['two placeholders', { userId: 'null', anonymousId: 'undefined' }],
    ['a placeholder with the mailbox of a function', { userId: '0', traits: { email: 'support@shop.example' } }],
    ['an alias from somebody to nobody', { type: 'alias', userId: 'null', previousId: 'ann' }],
  ])('does not exist for %s: the event is refused with what to do', (_what, ids) => {
    const [admission, shape] = [door(ids), shapeEvent(arrived(ids))];
    expect(admission).toEqual(shape);
    expect(admission).toMatchObject({ ok: false, reason: { code: 'PLACEHOLDER_IDENTITY' } });
    expect(admission.ok ? '' : admission.reason.fix).toContain('anonymousId');
  });

  it('keeps the placeholder among the identifiers, as it was sent', () => {
    const shape = shapeEvent(arrived({ ...ann, userId: 'guest' }));
    expect(shape.ok ? shape.event.identifiers : []).toEqual([
      { type: 'user_id', value: 'guest' },
      { type: 'anonymous_id', value: 'b6f1c2' },
    ]);
  });
});
