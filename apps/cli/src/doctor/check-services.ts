/** What can be seen of the services over HTTP: reachable, keys, clock, health, lag, dead letters. */
import { services, type ServiceName } from '@tributary/contracts';
import { type OperatorConnection } from '../connection.ts';
import { reasonOf, type Tell } from './finding.ts';
import { judgeClock, judgeKey, judgeMetrics } from './judge-service.ts';

const area = 'services';
const patienceMs = 5_000;

interface Place {
  readonly url: string;
  readonly name: string;
  /** How to start what answers there. */
  readonly start: string;
}

/** True when every service can be asked. */
export async function checkServices(connection: OperatorConnection, tell: Tell): Promise<boolean> {
  const places = Map.groupBy(services, (service) => connection.urlOf(service));
  checkWriteKey(connection.writeKey, tell);
  let fine = true;
  for (const [url, hosted] of places) {
    fine = (await checkPlace(placeOf(url, hosted), connection.secretKey, tell)) && fine;
  }
  return fine;
}

const placeOf = (url: string, hosted: readonly ServiceName[]): Place =>
  hosted.length === services.length
    ? { url, name: 'every service', start: 'it (npm start)' }
    : { url, name: hosted.join(', '), start: 'the service' };

async function checkPlace(place: Place, secretKey: string | undefined, tell: Tell): Promise<boolean> {
  const { url, name, start } = place;
  const asked = Date.now();
  const live = await ask(`${url}/livez`).catch((error: unknown) => reasonOf(error));
  if (typeof live === 'string') {
    const fix = `Start ${start}, or name the right address with --url or <SERVICE>_URL.`;
    tell({ level: 'FAIL', area, what: `${name} at ${url} cannot be reached: ${live}`, fix });
    return false;
  }
  judgeClock(name, { asked, answered: Date.now(), date: live.headers.get('date') }).forEach(tell);
  for (const path of ['livez', 'readyz', 'startupz']) {
    const answer = await ask(`${url}/${path}`).catch(() => undefined);
    if (answer?.ok === true) tell({ level: 'ok', area, what: `${name} answers /${path}` });
    else {
      const why = answer === undefined ? 'no answer' : await answer.text();
      const fix = 'Its log says more; /livez is about progress, /readyz about its store and bus.';
      tell({ level: 'FAIL', area, what: `${name} is not well (/${path}): ${why.slice(0, 300)}`, fix });
    }
  }
  return checkKey(place, secretKey, tell);
}

async function checkKey({ url, name }: Place, secretKey: string | undefined, tell: Tell): Promise<boolean> {
  if (secretKey === undefined) {
    const fix = 'Pass --key, set TRIBUTARY_SECRET_KEYS, or name --data-dir.';
    tell({ level: 'FAIL', area: 'keys', what: 'there is no secret key to ask with', fix });
    return false;
  }
  const answer = await ask(`${url}/metrics`, secretKey).catch(() => undefined);
  if (answer?.status === 401) {
    const fix = 'Use one of the keys in its TRIBUTARY_SECRET_KEYS (a standalone: secretKey in keys.json).';
    tell({ level: 'FAIL', area: 'keys', what: `${name} does not accept the secret key`, fix });
    return false;
  }
  if (answer?.ok !== true) {
    tell({ level: 'FAIL', area, what: `${name} does not answer /metrics`, fix: 'Its log says more.' });
    return false;
  }
  tell(judgeKey(name, secretKey));
  judgeMetrics(name, await answer.text()).forEach(tell);
  return true;
}

function checkWriteKey(key: string | undefined, tell: Tell): void {
  if (key !== undefined) {
    tell({ level: 'ok', area: 'keys', what: 'there is a write key' });
    return;
  }
  const fix = 'Set TRIBUTARY_WRITE_KEY, or name --data-dir.';
  tell({ level: 'warn', area: 'keys', what: 'there is no write key: no event can be sent', fix });
}

const ask = (url: string, key?: string): Promise<Response> =>
  fetch(url, {
    signal: AbortSignal.timeout(patienceMs),
    ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
  });
