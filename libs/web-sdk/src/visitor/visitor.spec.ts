import { describe, expect, it } from '@jest/globals';
import { memoryStore } from '../storage/store.ts';
import { messageIds, newId } from './new-id.ts';
import { openVisitor, type Visitor } from './visitor.ts';

const direct = { campaign: undefined, clickIds: undefined };

function browser(adopted?: string) {
  const [local, cookies] = [memoryStore(), memoryStore()];
  let drawn = 0;
  const nextPage = (): Visitor =>
    openVisitor({ local, cookies, adopted: () => adopted, now: () => 0, newId: () => `id${(drawn += 1)}` });
  return { local, cookies, nextPage };
}

describe('a visitor', () => {
  it('is the same on the next page', () => {
    const { nextPage } = browser();
    expect([nextPage().anonymousId(), nextPage().anonymousId()]).toEqual(['id1', 'id1']);
  });

  it.each(['local', 'cookies'] as const)('is the same when %s was cleared', (cleared) => {
    const { nextPage, ...stores } = browser();
    const id = nextPage().anonymousId();
    stores[cleared].remove('anonymous_id');
    expect(nextPage().anonymousId()).toBe(id);
    expect([stores.local.get('anonymous_id'), stores.cookies.get('anonymous_id')]).toEqual([id, id]);
  });

  it('was known to another SDK', () => {
    expect(browser('from-segment-1').nextPage().anonymousId()).toBe('from-segment-1');
  });

  it('is somebody new after a logout, for good', () => {
    const { nextPage } = browser('from-segment-1');
    const page = nextPage();
    page.identify('ann');
    const session = page.session(direct).id;
    const before = page.anonymousId();
    page.reset();
    expect(page.userId()).toBeUndefined();
    expect(page.anonymousId()).not.toBe(before);
    expect(page.session(direct).id).not.toBe(session);
    expect(nextPage().anonymousId()).toBe(page.anonymousId());
  });

  it('is somebody new when somebody else logs in', () => {
    const page = browser().nextPage();
    page.identify('ann');
    const [ann, again] = [page.anonymousId(), (page.identify('ann'), page.anonymousId())];
    page.identify('bob');
    expect([again === ann, page.anonymousId() === ann, page.userId()]).toEqual([true, false, 'bob']);
  });

  it('follows the logout in another tab', () => {
    const { nextPage } = browser();
    const [one, other] = [nextPage(), nextPage()];
    one.identify('ann');
    const before = other.anonymousId();
    one.reset();
    expect([other.userId(), other.anonymousId() === before]).toEqual([undefined, false]);
  });

  it('leaves no trace when forgotten', () => {
    const { nextPage, local, cookies } = browser();
    const page = nextPage();
    page.identify('ann');
    page.session(direct);
    page.anonymousId();
    page.forget();
    const names = ['anonymous_id', 'user_id', 'session'];
    expect([local, cookies].flatMap((store) => names.map((name) => store.get(name)))).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });
});

describe('ids', () => {
  it('are UUIDs', () => {
    const version4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
    for (let i = 0; i < 200; i += 1) expect(newId()).toMatch(version4);
  });

  it('of messages are in the order of what happened, also when the clock is set back', () => {
    const times = [1_000, 1_000, 1_000, 900, 1_001, 1_700_000_000_000];
    const next = messageIds(() => times.shift() ?? 1_700_000_000_000);
    const ids = Array.from({ length: 300 }, next);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(300);
  });
});
