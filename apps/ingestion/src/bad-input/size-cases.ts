/** Events that are too large, too deep or too wide: as facts about something that happened, no door takes them. */
import { type BadEvent, deep, event, keys, properties } from './case.ts';

const big = 'x'.repeat(40_000);
/** A file may carry whole orders: 256 KB and 20,000 keys. */
const ofOneRequest = { file: 'taken' } as const;

export const sizeCases: readonly BadEvent[] = [
  event('40 KB', 'EVENT_TOO_LARGE', { messageId: 'size-1', properties: { big } }, ofOneRequest),
  event('40 KB in a key', 'EVENT_TOO_LARGE', { messageId: 'size-2', properties: { [big]: 1 } }, ofOneRequest),
  event(
    '11,000 characters of four bytes',
    'EVENT_TOO_LARGE',
    { messageId: 'size-3', p: '🍵'.repeat(11_000) },
    ofOneRequest,
  ),
  event(
    'a list of 40,000 numbers',
    'EVENT_TOO_LARGE',
    { messageId: 'size-4', properties: { a: Array.from({ length: 40_000 }, () => 1) } },
    ofOneRequest,
  ),
  event('300 KB', 'EVENT_TOO_LARGE', { properties: { big: big.repeat(8) } }),
  event('300 KB of context', 'EVENT_TOO_LARGE', { context: { big: big.repeat(8) } }),
  event('300 KB beside everything', 'EVENT_TOO_LARGE', { own: big.repeat(8) }),
  event('1,001 keys', 'TOO_MANY_KEYS', { messageId: 'size-5', properties: keys(1_001) }, ofOneRequest),
  event(
    '1,001 keys in objects of one',
    'TOO_MANY_KEYS',
    { messageId: 'size-6', properties: { a: Array.from({ length: 1_001 }, () => ({ k: 1 })) } },
    ofOneRequest,
  ),
  event('20,001 keys', 'TOO_MANY_KEYS', { properties: keys(20_001) }),
  event('200,000 keys', 'TOO_MANY_KEYS', { properties: keys(200_000) }),
  properties('41 levels of lists', 'TOO_DEEP', `{"a":${deep(39)}}`),
  properties('41 levels of objects', 'TOO_DEEP', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`),
  properties('200 levels', 'TOO_DEEP', `{"a":${deep(200)}}`, { file: 'RECORD_TOO_DEEP' }),
  properties('100,000 levels', 'TOO_DEEP', `{"a":${deep(100_000)}}`, { file: 'RECORD_TOO_DEEP' }),
];
