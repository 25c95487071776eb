/** The state of the generations: one small document, changed by compare-and-set. */
import { type Collection } from 'mongoose';
import { type GenerationState, type GenerationStore } from '../../ports.ts';
import { bulkWrite } from './bulk-write.ts';
import { type GenerationDocument } from './schemas.ts';

const id = 'figures';

/** Before the first rebuild. */
const initial: GenerationState = {
  active: 1,
  oldest: 1,
  next: 2,
  building: null,
  claiming: [],
  last: null,
  failure: null,
};

export class MongoGenerationStore implements GenerationStore {
  constructor(private readonly generations: Collection<GenerationDocument>) {}

  async current(): Promise<GenerationState> {
    return (await this.#read()).state;
  }

  async change(change: (state: GenerationState) => GenerationState | undefined): Promise<GenerationState | undefined> {
    for (;;) {
      const { rev, state } = await this.#read();
      const changed = change(state);
      if (!changed) return undefined;
      const update = { $set: { rev: rev + 1, state: JSON.stringify(changed) } };
      const { taken } = await bulkWrite(this.generations, [
        { updateOne: { filter: { _id: id, rev }, update, upsert: true } },
      ]);
      if (taken.length === 0) return changed; // else somebody was faster: look again
    }
  }

  async #read(): Promise<{ readonly rev: number; readonly state: GenerationState }> {
    const found = await this.generations.findOne({ _id: id });
    return found ? { rev: found.rev, state: stateIn(found) } : { rev: 0, state: initial };
  }
}

function stateIn({ state }: GenerationDocument): GenerationState {
  // eslint-disable-next-line no-restricted-syntax -- written by `change` alone
  return JSON.parse(state) as GenerationState;
}
