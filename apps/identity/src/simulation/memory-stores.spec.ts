import { storesContract } from '../adapters/stores-contract.ts';
import { Memory, memoryStores } from './memory-stores.ts';

storesContract('memory', () =>
  Promise.resolve({
    stores: memoryStores({ memory: new Memory(), step: () => Promise.resolve() }),
    close: () => Promise.resolve(),
  }),
);
