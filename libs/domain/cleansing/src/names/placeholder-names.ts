/** Words that stand in forms and files where nobody gave a name. */
import { isPlaceholder } from '../placeholder.ts';
// cspell:disable

const words = new Set([
  ...['test', 'tester', 'testing', 'first name', 'firstname', 'last name', 'lastname', 'name', 'no name', 'noname'],
  ...['given name', 'surname', 'full name', 'customer', 'client', 'user', 'not given', 'not provided', 'not known'],
  ...[
    'not available',
    'not applicable',
    'anon',
    'nobody',
    'somebody',
    'no one',
    'asdf',
    'asdfgh',
    'qwerty',
    'abc',
    'xxx',
  ],
  ...['xx', 'xxxx', 'aaa', 'zzz', 'tbd', 'tba', 'dummy', 'foo bar', 'unbekannt'],
  ...['vorname', 'nachname', 'kunde', 'onbekend', 'klant', 'inconnu', 'client inconnu', 'desconocido', 'cliente'],
  ...['sconosciuto', 'nieznany', 'нет', 'нет имени', 'имя', 'фамилия', 'неизвестно', 'тест', 'клиент', 'кліент'],
  ...['невядома', 'невідомо', '未知', '测试', '無名', '名無し', 'テスト', '테스트', '무명', '익명', 'ไม่ระบุ', 'ทดสอบ'],
]);
// cspell:enable

/** No letter at all, an address, or a word for "nobody": such a field says nothing. */
export function isPlaceholderName(raw: string): boolean {
  // "Not available" is written NA, n/a, na; Na is a Chinese and a Korean name.
  if (raw.trim() === 'Na') return false;
  const text = raw.trim().toLowerCase();
  const spoken = marked.test(text) ? text.replace(/[.\-_]+/g, ' ').trim() : text;
  if (words.has(spoken) || spoken.split(/\s+/).every((word) => words.has(word))) return true;
  return isPlaceholder(text) || text.includes('@') || !/\p{L}/u.test(text);
}

const marked = /[.\-_]/;
