/** The bridges as they are now, each with its mapping read, and with what keeps it from being used. */
import { type Sender } from '@tributary/contracts';
import { type Mapping, parseBridgeMapping, type ParsedMapping } from '@tributary/domain-collection';
import { type Source } from '../ports.ts';
import { type Bridge, type BridgeStore } from './ports.ts';
import { type Sources, sourcesOf } from './sources-of.ts';

/** A bridge whose messages can be judged. */
export interface ReadableBridge {
  readonly bridge: Bridge;
  readonly mapping: Mapping;
  /** Whose word its events are. */
  readonly sender: Sender;
}

export type KnownBridge =
  | ({ readonly kind: 'readable' } & ReadableBridge)
  | { readonly kind: 'unreadable'; readonly bridge: Bridge; readonly trouble: string };

export interface BridgeDirectoryParts {
  readonly store: Pick<BridgeStore, 'all'>;
  readonly sources: Sources;
}

export class BridgeDirectory {
  /** By the text that was read: a mapping is compiled once, not every few seconds. */
  #parsed: ReadonlyMap<string, ParsedMapping> = new Map();

  constructor(private readonly parts: BridgeDirectoryParts) {}

  /** By name, as the store has them at this moment. */
  async current(): Promise<ReadonlyMap<string, KnownBridge>> {
    const bridges = await this.parts.store.all();
    const wanted = bridges.map(({ source }) => source);
    const sources = await sourcesOf(this.parts.sources, wanted);
    const parsed = new Map<string, ParsedMapping>();
    for (const { mapping } of bridges) {
      const text = JSON.stringify(mapping);
      parsed.set(text, this.#parsed.get(text) ?? parseBridgeMapping(mapping));
    }
    this.#parsed = parsed;
    return new Map(
      bridges.map((bridge) => {
        const source = sources.find(({ id }) => id === bridge.source);
        return [bridge.name, known(bridge, source, parsed.get(JSON.stringify(bridge.mapping)))];
      }),
    );
  }
}

function known(bridge: Bridge, source: Source | undefined, parsed: ParsedMapping | undefined): KnownBridge {
  const unreadable = (trouble: string): KnownBridge => ({ kind: 'unreadable', bridge, trouble });
  if (!source) return unreadable(`There is no source ${bridge.source}.`);
  if (source.disabled === true) return unreadable(`The source ${bridge.source} is disabled: it takes nothing.`);
  if (!parsed?.ok) return unreadable(`The mapping cannot be read: ${JSON.stringify(parsed?.errors ?? [])}`);
  return { kind: 'readable', bridge, mapping: parsed.mapping, sender: senderOf(source) };
}

/** Whoever speaks for visitors proves nothing, whatever way the words take. */
const senderOf = ({ kind }: Source): Sender => (kind === 'client' ? 'client' : 'server');
