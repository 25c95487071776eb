/** Tells of each search once: a form and the page of results that it leads to are one, and results may arrive late. */
import { resultsIn } from './search.ts';

type Source = 'address' | 'form';

interface Pending {
  readonly query: string;
  readonly source: Source;
  readonly until: number;
  /** What the page showed before the search: the results of another one. */
  readonly stale: string | null;
  readonly leadsToResults: boolean;
}

export interface SearchReportParts {
  /** What `data-trb-results` says at the moment. */
  readonly resultsShown: () => string | null;
  readonly tell: (query: string, results: number | undefined, source: Source) => void;
}

export interface SearchReports {
  readonly byAddress: (query: string | undefined, on: 'whole-page' | 'same-page') => void;
  readonly byForm: (query: string, leadsToResults: boolean) => void;
  readonly leave: () => void;
}

const lookEvery = 250;
/** Results of a single-page application arrive later than its address. */
const patience = 2_000;
/** A form leads to an address that tells of the same search, and mostly at once. */
const navigationTime = 1_000;

export function searchReports({ resultsShown, tell }: SearchReportParts): SearchReports {
  let pending: Pending | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let last: string | undefined;

  const finish = (): void => {
    clearInterval(timer);
    const done = pending;
    pending = undefined;
    if (done === undefined) return;
    last = done.query;
    tell(done.query, resultsIn(resultsShown()), done.source);
  };
  const look = (): void => {
    if (pending !== undefined && (isAnswered(pending, resultsShown()) || Date.now() >= pending.until)) finish();
  };
  const begin = (next: Pending): void => {
    if (pending?.query !== next.query) finish();
    clearInterval(timer);
    pending = next;
    timer = setInterval(look, lookEvery);
  };

  return {
    byAddress(query, on) {
      if (query === undefined) last = undefined;
      if (query === undefined || query === last || (pending?.query === query && pending.source === 'address')) return;
      const stale = on === 'same-page' ? resultsShown() : null;
      begin({ query, source: 'address', until: Date.now() + patience, stale, leadsToResults: false });
      if (on === 'whole-page') look();
    },
    byForm(query, leadsToResults) {
      if (query === last) return;
      begin({ query, source: 'form', until: Date.now() + navigationTime, stale: null, leadsToResults });
    },
    leave() {
      if (pending?.leadsToResults === true) pending = undefined; // the page of results tells of it, with their number
      finish();
    },
  };
}

const isAnswered = ({ source, stale }: Pending, shown: string | null): boolean =>
  source === 'address' && shown !== stale && resultsIn(shown) !== undefined;
