/** Makes an address fit to leave the page: only listed parameters stay, and parts that tell a person or a secret are masked. */
import { redactCode, redactText } from './redact-text.ts';
import { isSensitiveName } from './sensitive-names.ts';

/** Says which query parameters stay, and whether people typed them. */
export type ParameterRule = (name: string) => 'drop' | 'code' | 'text';

/** Whoever holds what follows these words in a path can act for somebody. */
const opensDoor =
  /^(?:reset|magic|unsubscribe|invite|invitation|verify|verification|confirm|confirmation|activate|activation)$/i;
/** Random and long: no name and no catalogue number has this shape, a one-time link has. */
const randomLooking = /^(?=.*\d)(?=.*[a-z])[\w-]{40,}$/i;

/** `base` is what relative addresses are relative to. Answers an empty text for what is no address, and only the scheme of what leads nowhere on the web (`mailto:`, `data:`). */
export function redactUrl(raw: string, rule: ParameterRule, base?: string): string {
  let url: URL;
  try {
    url = new URL(raw, base);
  } catch {
    return '';
  }
  if (!/^https?:$/.test(url.protocol)) return url.protocol;
  return (
    url.origin + redactPath(url.pathname) + prefixed('?', redactQuery(url.search, rule)) + redactFragment(url, rule)
  );
}

const prefixed = (sign: string, text: string): string => (text === '' ? '' : sign + text);

function redactPath(path: string): string {
  let masks = false;
  return path
    .split('/')
    .map((segment) => {
      const [bare = ''] = segment.split(';'); // what follows a semicolon is a parameter, mostly of a session
      const read = decode(bare);
      const masked = masks && read !== '';
      masks ||= opensDoor.test(read) || isSensitiveName(read);
      if (masked || randomLooking.test(read)) return '[masked]';
      const safe = redactCode(read);
      return safe === read ? bare : encode(safe);
    })
    .join('/');
}

function redactQuery(query: string, rule: ParameterRule): string {
  const kept: string[] = [];
  for (const [name, value] of new URLSearchParams(query)) {
    const kind = rule(name.toLowerCase());
    if (kind === 'drop') continue;
    const read = decode(value);
    kept.push(`${encode(name)}=${encode(kind === 'text' ? redactText(read) : redactCode(read))}`);
  }
  return kept.join('&');
}

/** A fragment is a place in the page, the path of a single-page application, or parameters, as of OAuth. */
function redactFragment({ hash }: URL, rule: ParameterRule): string {
  const [place = '', query = ''] = hash.slice(1).split('?');
  if (/[=&]/.test(place)) return prefixed('#', redactQuery(place, rule));
  return prefixed('#', redactPath(place) + prefixed('?', redactQuery(query, rule)));
}

/** What was encoded several times would hide from every pattern. */
function decode(text: string): string {
  let read = text;
  for (let round = 0; round < 3; round += 1) {
    try {
      const further = decodeURIComponent(read);
      if (further === read) break;
      read = further;
    } catch {
      break;
    }
  }
  return read;
}

const encode = (text: string): string => encodeURIComponent(text).replaceAll('%5B', '[').replaceAll('%5D', ']');
