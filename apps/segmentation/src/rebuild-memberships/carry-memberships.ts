/** What a rebuilt profile takes over before it is judged: what others were told of it. Pure. */
import { type Membership } from '@tributary/domain-segmentation';

/** The last change that was published of a membership, as far as the topic still has it. */
export interface ToldChange {
  readonly member: boolean;
  readonly since: number;
  readonly because: string;
  readonly sequence: number;
  readonly ruleVersion: number;
}

export interface Carried {
  /** Of the topic of changes, by segment. */
  readonly changes: Readonly<Record<string, ToldChange>>;
  /** Segments and since when, of the last snapshot; null: it shows none, because the profile is no person now; undefined: there is none. */
  readonly snapshot: Readonly<Record<string, number>> | null | undefined;
  /** As they are in use; undefined: the profile is missing there. */
  readonly used: Readonly<Record<string, Membership>> | undefined;
  /** Segments that are kept. */
  readonly segments: readonly string[];
  /** When the rebuild began: more than any count of changes. */
  readonly startedAt: number;
}

/**
 * The newest change on the topic is the truth; what the topic has forgotten stands in the snapshot. Sequences go on where they were;
 * where nobody knows how far one had come, it goes on above every count.
 */
export function carryMemberships({
  changes,
  snapshot,
  used,
  segments,
  startedAt,
}: Carried): Record<string, Membership> {
  const carried: Record<string, Membership> = {};
  const names = new Set([
    ...Object.keys(changes),
    ...Object.keys(snapshot ?? {}),
    ...Object.keys(used ?? {}),
    ...segments,
  ]);
  for (const name of names) {
    const told = changes[name];
    const old = used?.[name];
    const unknown = used === undefined && snapshot !== undefined ? startedAt : 0;
    if (told !== undefined && told.sequence >= (old?.sequence ?? 0)) {
      carried[name] = { ...told, nextChange: null };
      continue;
    }
    const since = snapshot?.[name];
    const member = snapshot == null ? (old?.member ?? false) : since !== undefined;
    if (!member && (old?.sequence ?? unknown) === 0) continue;
    carried[name] = {
      member,
      since: since ?? old?.since ?? 0,
      because: old?.member === member ? old.because : '',
      sequence: old?.sequence ?? unknown,
      nextChange: null,
      ruleVersion: old?.ruleVersion ?? 0,
    };
  }
  return carried;
}
