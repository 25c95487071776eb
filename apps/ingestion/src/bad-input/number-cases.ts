/** Numbers that a double cannot hold as they were written: they would be stored as others. */
import { type BadEvent, properties, text } from './case.ts';

export const numberCases: readonly BadEvent[] = [
  properties('1e999', 'NON_FINITE_NUMBER', '{"a":1e999}'),
  properties('-1e999 in a list', 'NON_FINITE_NUMBER', '{"a":[1,[-1e999]]}'),
  properties('1E+400', 'NON_FINITE_NUMBER', '{"a":1E+400}'),
  properties('400 digits', 'NON_FINITE_NUMBER', `{"a":${'9'.repeat(400)}}`),
  properties('2^53 + 1', 'UNSAFE_INTEGER', '{"a":9007199254740993}'),
  properties('-(2^53 + 1)', 'UNSAFE_INTEGER', '{"a":-9007199254740993}'),
  properties('2^53', 'UNSAFE_INTEGER', '{"a":9007199254740992}'),
  properties('2^64 deep in a list', 'UNSAFE_INTEGER', '{"a":{"b":[{"c":18446744073709551616}]}}'),
  properties('an integer of 30 digits', 'UNSAFE_INTEGER', `{"a":${'1'.repeat(30)}}`),
  text('a user id beyond 2^53', 'UNSAFE_INTEGER', '{"type":"page","userId":90071992547409931}'),
  text('a user id beyond a double', 'NON_FINITE_NUMBER', '{"type":"page","userId":1e999}'),
  text('a message id beyond 2^53', 'UNSAFE_INTEGER', '{"type":"page","userId":"u","messageId":90071992547409931}'),
  text('a trait beyond a double', 'NON_FINITE_NUMBER', '{"type":"identify","userId":"u","traits":{"n":1e309}}'),
  text('a number of the context beyond 2^53', 'UNSAFE_INTEGER', '{"type":"page","userId":"u","context":{"n":1e20}}'),
  text('a member of nobody beyond a double', 'NON_FINITE_NUMBER', '{"type":"page","userId":"u","own":-1e400}'),
];
