/** Which identifier the record of an event follows, and which events are of nobody. */
import { describe, expect, it } from '@jest/globals';
import { type Sender } from '@tributary/contracts';
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

  describe('that a browser or an app sends', () => {
    const fromClient = (ids: object) => {
      const admission = admit({ ...arrived(ids), sender: 'client' });
      return admission.ok ? admission.record : admission.reason.code;
    };

    it.each<[string, object]>([
      ['an address', { traits: { email: 'victim@example.com' } }],
      ['a telephone number', { traits: { phone: '+442079460958' } }],
      ['the number of a card', { traits: { loyalty_id: '77' } }],
      ['the key of somebody else’s row', { context: { externalIds: [{ type: 'record_id', id: '7' }] } }],
    ])('does not follow %s that somebody has typed', (_what, typed) => {
      expect(recordOf({ ...ann, ...typed })).not.toBe(recordOf(ann));
      expect(fromClient({ ...ann, ...typed })).toBe(recordOf(ann));
    });

    it('follows the login of its session, which is the same record everywhere', () => {
      expect(fromClient({ ...ann, userId: 'ann', traits: { email: 'ann@example.com' } })).toBe(
        recordOf({ userId: 'ann' }),
      );
    });

    it('is of nobody where nothing of its own is told', () => {
      expect(fromClient({ userId: 'guest', traits: { email: 'victim@example.com' } })).toBe('PLACEHOLDER_IDENTITY');
    });
  });

  describe('from a device that many people use', () => {
    const at = (session: unknown, device: object) => ({ ...ann, context: { sessionId: session, device } });

    it.each(['shared', 'kiosk', 'pos', 'signage'])('is that of the visit before a device of the class %s', (kind) => {
      const visit = recordOf(at('s1', { class: kind }));
      expect(visit).not.toBe(recordOf(ann));
      expect(recordOf(at('s2', { class: kind }))).not.toBe(visit);
      expect(recordOf({ ...at('s1', { class: kind }), anonymousId: 'another' })).not.toBe(visit);
      expect(recordOf({ ...at('s1', { class: kind }), userId: 'ann' })).toBe(recordOf({ userId: 'ann' }));
    });

    it.each<[string, unknown, object]>([
      ['a device of somebody’s own', 's1', { class: 'personal' }],
      ['a device of which nothing is said', 's1', {}],
      ['no session', undefined, { class: 'kiosk' }],
      ['a session without a name', ' ', { class: 'kiosk' }],
      ['a session that is no text', { id: 's1' }, { class: 'kiosk' }],
    ])('is that of the device with %s', (_what, session, device) => {
      expect(recordOf(at(session, device))).toBe(recordOf(ann));
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

describe('what an event has proven', () => {
  const shaped = (sender: Sender | undefined, verified: unknown) => {
    const shape = shapeEvent({ ...arrived({ ...ann, context: { verified } }), sender });
    if (!shape.ok) throw new Error(shape.reason.detail);
    const { flags, ...event } = shape.event;
    return { sender: event.sender, verified: event.verified, ignored: flags.includes('VERIFICATION_IGNORED') };
  };

  it.each<[string, Sender | undefined, unknown, object]>([
    [
      'a system of the shop says',
      'server',
      ['email', 'birth_date'],
      { verified: ['email', 'birth_date'], ignored: false },
    ],
    ['a channel says', undefined, ['email'], { verified: ['email'], ignored: false }],
    ['a browser says, which is ignored', 'client', ['email'], { verified: undefined, ignored: true }],
    ['is not said', 'server', undefined, { verified: undefined, ignored: false }],
    ['is no list', 'server', 'email', { verified: undefined, ignored: false }],
    [
      'is not a list of names alone',
      'server',
      ['', 7, null, 'x'.repeat(65), 'phone'],
      { verified: ['phone'], ignored: false },
    ],
  ])('%s', (_what, sender, verified, expected) => {
    expect(shaped(sender, verified)).toEqual({ sender, ...expected });
  });
});
