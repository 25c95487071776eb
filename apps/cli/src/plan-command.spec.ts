import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { standIn } from './testing/stand-in.ts';
import { tributary } from './testing/tributary.ts';

const group = {
  ...{ source: 'web', type: 'track', name: 'Product Viewed', kind: 'wrong-type', at: '/properties/price' },
  ...{ expected: 'number', found: 'string', count: 1_200, samples: ['m-1', 'm-2'] },
};
const invalid = {
  ...{ code: 'RULES_INVALID', detail: 'The rules have an error.', fix: 'Mend it.' },
  errors: [{ at: '/rules/addresses', message: 'Must be one of keep, truncate, drop.' }],
};

/** Answers by method and path; tells what it was asked. */
async function service(answers: Readonly<Record<string, readonly [status: number, body: unknown]>>) {
  const asked: string[] = [];
  const server = await standIn(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const what = `${request.method ?? ''} ${request.url ?? ''}`;
    asked.push(body === '' ? what : `${what} ${body}`);
    const [status, answer] = answers[what] ?? [404, { code: 'NOT_FOUND', detail: what }];
    response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  return {
    server,
    asked,
    run: (...args: readonly string[]) =>
      tributary({ TRIBUTARY_SECRET_KEYS: 'k' }, 'plan', ...args, '--url', server.url),
  };
}

const file = async (text: string): Promise<string> => {
  const path = join(await mkdtemp(join(tmpdir(), 'tributary-plan-')), 'rules.json');
  await writeFile(path, text);
  return path;
};

describe('tributary plan', () => {
  it('writes rules to begin with to a file', async () => {
    const plan = { events: [], unplanned: 'warn', violations: 'warn' };
    await using found = await disposable({ 'POST /v1/sources/web/plan/infer': [200, { events: 3, plan }] });
    const out = await file('');
    expect(await found.run('infer', 'web', '--out', out)).toEqual({ out: `Written to ${out}\n`, err: '', code: 0 });
    expect(JSON.parse(await readFile(out, 'utf8'))).toEqual({ plan });
  });

  it('says that there is nothing to begin with', async () => {
    await using found = await disposable({ 'POST /v1/sources/web/plan/infer': [200, { events: 0, plan: {} }] });
    expect(await found.run('infer', 'web')).toEqual({
      out: '',
      err: 'The source web has sent nothing in the last day.\n',
      code: 1,
    });
  });

  it('says what rules would do, and switches them on', async () => {
    const preview = {
      events: 2_000,
      passed: 1_990,
      warned: 10,
      blocked: 4,
      suppressed: 6,
      personalData: { email: 2 },
      violations: [group],
    };
    await using found = await disposable({
      'POST /v1/sources/web/rules/preview': [200, preview],
      'PUT /v1/sources/web/rules': [200, { version: 3 }],
    });
    const rules = await file('{"addresses":"drop"}');
    expect((await found.run('preview', 'web', rules)).out).toBe(
      `2,000 events: 1,990 pass (10 of them flagged), 4 are refused, 6 suppressed
Personal data, by places:
  email: 2
  1,200 x track "Product Viewed": wrong-type at /properties/price, expected number, found string, e.g. m-2
`,
    );
    expect((await found.run('apply', 'web', rules)).out).toBe(
      'Version 3 of the rules of web holds within five seconds\n',
    );
    expect(found.asked).toEqual([
      'POST /v1/sources/web/rules/preview {"rules":{"addresses":"drop"}}',
      'PUT /v1/sources/web/rules {"rules":{"addresses":"drop"}}',
    ]);
  });

  it('says every error of rules that are refused, and of a file that is no JSON', async () => {
    await using found = await disposable({ 'PUT /v1/sources/web/rules': [400, invalid] });
    const refused = await found.run('apply', 'web', await file('{}'));
    expect([refused.code, refused.err.split('\n')[1]]).toEqual([
      1,
      '  /rules/addresses: Must be one of keep, truncate, drop.',
    ]);
    const broken = await file('{');
    expect((await found.run('apply', 'web', broken)).err).toContain(`${broken} is not JSON`);
  });

  it('says what is wrong with a file that it cannot read or write', async () => {
    await using found = await disposable({ 'GET /v1/sources/web/plan/types': [200, 'export type Track = never;\n'] });
    const missing = 'absent.json cannot be read: there is no such file. Name a file that exists';
    for (const step of ['apply', 'preview']) {
      const { err, code } = await found.run(step, 'web', 'absent.json');
      expect([code, err]).toEqual([1, expect.stringContaining(`UNREADABLE: ${missing}`)]);
    }
    const { err, code } = await found.run('types', 'web', '--out', '/nonexistent/t.ts');
    const away = 'UNWRITABLE: /nonexistent/t.ts cannot be written: its folder does not exist. Name a file in a folder';
    expect([code, err]).toEqual([1, expect.stringContaining(away)]);
  });

  it('shows what does not keep to the plan, page after page, and the types of the plan', async () => {
    await using found = await disposable({
      'GET /v1/sources/web/violations': [200, { items: [group], next: 'n' }],
      'GET /v1/sources/web/violations?after=n': [
        200,
        { items: [{ ...group, name: undefined, type: 'page', samples: [] }], next: null },
      ],
      'GET /v1/sources/web/plan/types': [200, 'export type Track = never;\n'],
    });
    expect((await found.run('violations', 'web')).out.split('\n').length).toBe(3);
    expect((await found.run('types', 'web')).out).toBe('export type Track = never;\n');
  });
});

async function disposable(answers: Parameters<typeof service>[0]) {
  const { server, ...rest } = await service(answers);
  return { ...rest, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
