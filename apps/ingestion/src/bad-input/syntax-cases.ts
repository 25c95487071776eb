/** What is no JSON, or no object, where an event should be. */
import { type BadEvent, text } from './case.ts';

const broken = (what: string, written: string): BadEvent => text(what, 'NOT_JSON', written);
const other = (what: string, written: string, except: BadEvent['except'] = {}): BadEvent =>
  text(what, 'NOT_AN_OBJECT', written, except);

export const syntaxCases: readonly BadEvent[] = [
  broken('half an object', '{"type":"page","userId"'),
  broken('a brace', '{'),
  broken('a quote', '"'),
  broken('a comma behind the last member', '{"type":"page","userId":"u",}'),
  broken('no comma between members', '{"type":"page" "userId":"u"}'),
  broken('a text that does not end', '{"type":"page","userId":"u}'),
  broken('single quotes', "{'type':'page','userId':'u'}"),
  broken('names without quotes', '{type:"page",userId:"u"}'),
  broken('a comment', '{"type":"page","userId":"u"} // a visitor'),
  broken('two events in one line', '{"type":"page","userId":"u"}{"type":"page","userId":"u"}'),
  broken('text behind the event', '{"type":"page","userId":"u"};'),
  broken('NaN', '{"type":"page","userId":"u","properties":{"a":NaN}}'),
  broken('-Infinity', '{"type":"page","userId":"u","properties":{"a":-Infinity}}'),
  broken('undefined', '{"type":"page","userId":undefined}'),
  broken('a hexadecimal number', '{"type":"page","userId":"u","properties":{"a":0x1F}}'),
  broken('a leading zero', '{"type":"page","userId":"u","properties":{"a":007}}'),
  broken('a leading plus', '{"type":"page","userId":"u","properties":{"a":+1}}'),
  broken('a number that begins with a point', '{"type":"page","userId":"u","properties":{"a":.5}}'),
  broken('a number that ends with a point', '{"type":"page","userId":"u","properties":{"a":1.}}'),
  broken('True', '{"type":"page","userId":"u","properties":{"a":True}}'),
  broken('a tab within a text', '{"type":"page","userId":"u","name":"a\tb"}'),
  broken('an escape that does not exist', '{"type":"page","userId":"u","name":"\\x41"}'),
  broken('an escape that is cut', '{"type":"page","userId":"u","name":"\\u12"}'),
  broken('brackets crossed', '{"type":"page","userId":"u","properties":{"a":[}]}'),
  broken('XML', '<event type="page" user="u"/>'),
  broken('a line of CSV', 'page,u,2026-03-01'),
  broken('a form', 'type=page&userId=u'),
  other('a number', '5'),
  other('a text', '"track"'),
  other('null', 'null'),
  other('true', 'true'),
  other('a list in a list', '[[]]', { http: 'none' }),
  other('an empty list', '[]', { http: 'none' }),
  other('a list around an event', '[{"type":"page","userId":"u","messageId":"in-a-list"}]', { http: 'none' }),
  text('an empty object', 'UNKNOWN_TYPE', '{}'),
  text('an object in an object', 'UNKNOWN_TYPE', '{"event":{"type":"page","userId":"u"}}'),
];
