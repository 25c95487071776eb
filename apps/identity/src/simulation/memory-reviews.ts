/** The reviews in memory, every document a step of its own. */
import { type Asked, type ReviewMark, type ReviewStore, type StoredReview } from '../review-people/review-store.ts';
import { type MemoryOptions } from './memory-stores.ts';

export interface MemoryReview extends StoredReview {
  readonly token: string;
  readonly marked: boolean;
}

let writes = 0;

const isOlder = (seen: Pick<Asked, 'component' | 'version'>, asked: Asked): boolean =>
  seen.component > asked.component || (seen.component === asked.component && seen.version < asked.version);

export function memoryReviews({ memory: { reviews }, step, fault }: MemoryOptions): ReviewStore {
  const write = (asked: Asked, review: Asked['reviews'][number], token: string): void => {
    const { component, version } = asked;
    const known = reviews.get(review.id);
    if (known !== undefined && !isOlder(known, asked)) return;
    reviews.set(review.id, { ...review, component, version, askedAt: known?.askedAt ?? 0, token, marked: true });
  };
  return {
    find: (ids) => Promise.resolve(new Map([...reviews].filter(([id]) => ids.includes(id)))),
    async replace(all) {
      const marks: ReviewMark[] = [];
      for (const asked of all) {
        await step();
        const known = [...reviews.values()].filter(({ records: [a] }) => asked.records.includes(a));
        writes += 1;
        const token = String(writes);
        for (const review of asked.reviews) {
          await step();
          write(asked, review, token);
          marks.push({ id: review.id, component: asked.component, record: review.records[0], token });
        }
        for (const seen of known) {
          if (asked.reviews.some(({ id }) => id === seen.id) || !isOlder(seen, asked)) continue;
          await step();
          const now = reviews.get(seen.id);
          if (now?.component === seen.component && now.version === seen.version) reviews.delete(seen.id);
        }
      }
      return marks;
    },
    async confirm(marks) {
      for (const { id, token } of marks) {
        await step();
        const known = reviews.get(id);
        if (known?.token === token) reviews.set(id, { ...known, marked: false });
      }
    },
    leftBehind: () =>
      Promise.resolve(
        fault === 'unmarked'
          ? []
          : [...reviews.values()]
              .filter(({ marked }) => marked)
              .map(({ id, component, records: [record], token }) => ({ id, component, record, token })),
      ),
  };
}
