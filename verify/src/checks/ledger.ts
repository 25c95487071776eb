/** The evidence by event of the generator: what was sent of it, and every place where it was found. */
import { type Archived, type Evidence, type Received, type Rejected } from '../reading/evidence.ts';
import { standingOf, type Attempt, type Sent, type Standing } from '../traffic/journal.ts';
import { grouped } from './check.ts';

export interface Account {
  readonly marker: string;
  readonly sent: readonly Sent[];
  readonly standing: Standing;
  /** Attempts that were acknowledged, and those that may have arrived. */
  readonly acknowledged: readonly Attempt[];
  readonly possible: number;
  readonly received: readonly Received[];
  readonly archived: readonly Archived[];
  /** One for each id of a rejection. */
  readonly rejected: readonly Rejected[];
}

const none: readonly never[] = [];
const ledgers = new WeakMap<Evidence, ReadonlyMap<string, Account>>();

/** By id of the event; made once for all checks. */
export function accountsOf(evidence: Evidence): ReadonlyMap<string, Account> {
  const known = ledgers.get(evidence) ?? make(evidence);
  ledgers.set(evidence, known);
  return known;
}

function make(evidence: Evidence): ReadonlyMap<string, Account> {
  const received = grouped(evidence.received, ({ marker }) => marker);
  const archived = grouped(evidence.archive, ({ marker }) => marker);
  const rejected = grouped(once(evidence.rejected), ({ marker }) => marker);
  const accounts = new Map<string, Account>();
  for (const [marker, sent] of grouped(evidence.sent, ({ item }) => item.id)) {
    const attempts = sent.flatMap((one) => one.attempts);
    const unanswered = sent.filter((one) => one.attempts.length === 0).length;
    accounts.set(marker, {
      marker,
      sent,
      standing: standingOf(attempts),
      acknowledged: attempts.filter(({ answer }) => answer === 'ok'),
      possible: attempts.filter(({ answer }) => answer !== 'failed').length + unanswered,
      received: received.get(marker) ?? none,
      archived: archived.get(marker) ?? none,
      rejected: rejected.get(marker) ?? none,
    });
  }
  return accounts;
}

/** A rejection that stands twice on the topic under one id is one. */
const once = (rejected: readonly Rejected[]): Iterable<Rejected> =>
  new Map(rejected.map((one) => [one.rejection, one])).values();
