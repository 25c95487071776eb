/** What the management of policies needs from its store: versions that never change, and the list of their activations. */
import { type Policy } from '@tributary/domain-identity';

export interface PolicyVersion {
  readonly policy: Policy;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly because: string;
}

/** One turn at being in force; they are numbered from 1, and only the last one holds. */
export interface Activated {
  readonly activation: number;
  readonly version: number;
  /** Milliseconds. */
  readonly at: number;
  readonly because: string;
}

export interface PolicyStore {
  /** Version 1 and its activation, unless there is one. */
  begin(first: Policy, at: number): Promise<void>;
  find(version: number): Promise<PolicyVersion | undefined>;
  /** In order of version, after `after`. */
  list(after: number, limit: number): Promise<readonly PolicyVersion[]>;
  /** Gives it the next free version. */
  add(make: (version: number) => PolicyVersion): Promise<PolicyVersion>;
  /** In order. */
  activations(): Promise<readonly Activated[]>;
  /** False: another activation has come first. */
  activate(next: Activated): Promise<boolean>;
}
