/** The contract, run by the embedded store and by the MongoDB server that TEST_MONGODB_URI names, where it is set. */
import { openStore } from '@tributary/mongo-embedded';
import { storeContract } from './store-contract.ts';

storeContract('the embedded store', () => openStore({ file: ':memory:' }));

const uri = process.env['TEST_MONGODB_URI'];
if (uri !== undefined && uri !== '') {
  storeContract('the server at TEST_MONGODB_URI', () => Promise.resolve({ uri, close: () => Promise.resolve() }));
}
