/** Names of consumer groups: `<party>` or `<party>.<purpose>`; and `bridge.<name>`, in which ingestion reads a topic of somebody else. */
import { type Party } from './topic.ts';

const bridges = 'bridge.';

/** The group of a bridge, without the namespace. */
export const bridgeGroup = (bridge: string): string => `${bridges}${bridge}`;

/** The bridge that a group is of; undefined where it is none. */
export const bridgeOf = (group: string): string | undefined =>
  group.startsWith(bridges) ? group.slice(bridges.length) : undefined;

/** What the names of a party's groups begin with, besides the one that bears its name. */
export const groupPrefixesOf = (party: Party): readonly string[] => [
  `${party}.`,
  ...(party === 'ingestion' ? [bridges] : []),
];
