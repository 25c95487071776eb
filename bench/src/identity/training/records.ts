/** Records as the service would know them: events of one record add up, whatever their order. */
import { type RecordId } from '@tributary/contracts';
import {
  defaultPolicy,
  holds,
  type MatchForm,
  type Matcher,
  mergeFacts,
  type RecordFacts,
} from '@tributary/domain-identity';

export interface ReadRecords {
  readonly forms: readonly MatchForm[];
  /** Who each is, where that is known. */
  readonly persons: ReadonlyMap<MatchForm, string>;
}

const toldEvery = 500;
const { limits } = defaultPolicy;

export class Records {
  readonly #facts = new Map<RecordId, RecordFacts>();
  readonly #persons = new Map<RecordId, string>();

  add(news: RecordFacts, person: string | undefined): void {
    const known = this.#facts.get(news.id);
    if (known === undefined) this.#facts.set(news.id, news);
    else if (!holds(known, news, limits)) this.#facts.set(news.id, mergeFacts(known, news, limits));
    if (person !== undefined && person !== '') this.#persons.set(news.id, person);
  }

  /** Of those that say anything to compare. Facts are let go on the way, as both together would not fit for millions. */
  take(matcher: Matcher, onProgress: (done: number) => void): ReadRecords {
    const all = this.#facts.size;
    const forms: MatchForm[] = [];
    const persons = new Map<MatchForm, string>();
    let read = 0;
    for (const [id, facts] of this.#facts) {
      if (read % toldEvery === 0) onProgress(read / all);
      read += 1;
      this.#facts.delete(id);
      const form = matcher.formOf(facts);
      if (form === undefined) continue;
      forms.push(form);
      const person = this.#persons.get(id);
      if (person !== undefined) persons.set(form, person);
    }
    onProgress(1);
    return { forms, persons };
  }
}
