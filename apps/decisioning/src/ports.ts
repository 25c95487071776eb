/** What decisioning needs from outside: definitions with their versions, people, purchases, ledgers, the log of decisions. */
import { type Decision, type Ledger, type Purchase } from '@tributary/domain-decisioning';
import { type Outbox } from '@tributary/mongo';

export type DefinitionKind = 'offer' | 'placement';

/** A definition as it was written; a version never changes. */
export interface StoredDefinition {
  readonly kind: DefinitionKind;
  readonly id: string;
  readonly version: number;
  /** The JSON of the definition. */
  readonly definition: string;
  readonly deleted: boolean;
  readonly at: number;
}

export interface DefinitionStore {
  /** Changes with every change of a definition. */
  revision(): Promise<number>;
  /** The latest version of each definition, deleted ones too. */
  latest(): Promise<readonly StoredDefinition[]>;
  version(kind: DefinitionKind, id: string, version: number): Promise<StoredDefinition | undefined>;
  /** Newest first. */
  versions(kind: DefinitionKind, id: string): Promise<readonly StoredDefinition[]>;
  /** Adds the next version and answers it. */
  add(definition: Omit<StoredDefinition, 'version'>): Promise<StoredDefinition>;
}

/** A person as of a version of their profile. */
export interface StoredPerson {
  readonly profile: string;
  readonly version: number;
  readonly mergedInto: string | null;
  readonly records: readonly string[];
  /** `type|value` of every identifier. */
  readonly keys: readonly string[];
  /** The traits as JSON: no key that a client invents becomes a field of the store. */
  readonly traits: string;
  readonly segments: readonly string[];
}

export interface PersonStore {
  /** Keeps what is newer than what is known. */
  keep(people: readonly StoredPerson[]): Promise<void>;
  byProfile(profiles: readonly string[]): Promise<readonly StoredPerson[]>;
  /** Those with any of the keys; merged profiles have none. */
  byKeys(keys: readonly string[]): Promise<readonly StoredPerson[]>;
  erase(profiles: readonly string[]): Promise<void>;
}

export interface RecordedPurchase extends Purchase {
  readonly record: string;
}

export interface PurchaseStore {
  /** A purchase that is known already (by its event) changes nothing. */
  add(purchases: readonly RecordedPurchase[]): Promise<void>;
  of(records: readonly string[]): Promise<readonly RecordedPurchase[]>;
  erase(records: readonly string[]): Promise<void>;
}

/** Whose ledger it is: a profile, an identifier that nobody is known by yet (`type|value`), or the total of an offer. */
export type Subject = string;

export interface StoredLedger extends Ledger {
  readonly subject: Subject;
  /** 0: not stored yet. */
  readonly revision: number;
  /** The ledger that took over. */
  readonly into: Subject | null;
  /** Its entries have still to be copied there; whoever meets it does that first. */
  readonly pending: boolean;
  /** When it was last told to be, or no longer to be, part of another: older news are ignored. */
  readonly linkedAt: number;
}

export interface LedgerStore {
  /** A ledger for each subject; one that is not stored is empty, with revision 0. */
  load(subjects: readonly Subject[]): Promise<ReadonlyMap<Subject, StoredLedger>>;
  /** Compare and set on the revision that `ledger` was loaded with; false where somebody was faster. */
  save(ledger: StoredLedger): Promise<boolean>;
  erase(subjects: readonly Subject[]): Promise<void>;
}

export interface VersionRef {
  readonly id: string;
  readonly version: number;
}

export interface GivenResponse {
  readonly offer: string;
  readonly response: 'shown' | 'accepted' | 'dismissed';
  readonly at: number;
}

/** Everything from which a decision can be told and repeated. */
export interface DecisionRecord {
  readonly decision: string;
  readonly profile: string | null;
  readonly subject: Subject;
  /** Of the request: the same id with another request is a mistake. */
  readonly fingerprint: string;
  readonly placement: VersionRef;
  readonly candidates: readonly VersionRef[];
  /** The offer behind a fallback. */
  readonly fallbackOffer: VersionRef | null;
  /** The rest of the question, as JSON. */
  readonly inputs: string;
  readonly result: Decision;
  readonly at: number;
  readonly asOf: number;
  readonly responses: readonly GivenResponse[];
  /** Trace context of the request. */
  readonly traceparent?: string;
}

export interface DecisionQuery {
  readonly profile?: string | undefined;
  /** The position of the last item of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** It is the outbox of its records: a record tells of one decision, so nothing is ever overtaken. */
export interface DecisionLog extends Outbox<DecisionRecord> {
  /** False where the id is taken. It is marked as not yet published. */
  add(record: DecisionRecord): Promise<boolean>;
  find(decision: string): Promise<DecisionRecord | undefined>;
  /** Newest first. */
  page(query: DecisionQuery): Promise<readonly DecisionRecord[]>;
  respond(decision: string, response: GivenResponse): Promise<void>;
  erase(profiles: readonly string[]): Promise<void>;
}

export const positionOfDecision = ({ at, decision }: Pick<DecisionRecord, 'at' | 'decision'>): string =>
  `${String(at).padStart(15, '0')}|${decision}`;
