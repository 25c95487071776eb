import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { defaultMatching, defaultPolicy, type Policy } from '@tributary/domain-identity';
import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { type Logger } from '@tributary/telemetry';
import { MongoJobStore } from '../adapters/mongo/job-store.ts';
import { MongoPolicyStore } from '../adapters/mongo/policy-store.ts';
import { collections, type JobDocument, type PolicyDocument } from '../adapters/mongo/schemas.ts';
import { identityService } from '../index.ts';
import { firstPolicy } from './first-policy.ts';
import { ManagePolicies } from './manage-policies.ts';
import { OfferPolicy } from './offer-policy.ts';
import { PolicyBook } from './policy-book.ts';

const clock = { now: () => 1_000 };
const product = firstPolicy({ country: 'NL' });
/** As a release without matching began, with a rule that the operator has changed since. */
const old: Policy = { ...defaultPolicy, country: 'NL', joinTrust: 60 };

describe('a release with a model of matching', () => {
  let store: Awaited<ReturnType<typeof openStore>>;
  let connection: Awaited<ReturnType<typeof connectStore>>;
  let policies: MongoPolicyStore;
  let told: object[];

  beforeAll(async () => {
    store = await openStore({ file: ':memory:' });
    connection = await connectStore({ uri: store.uri, database: 'identity', namespace: 'offer' });
    await migrate(connection, identityService);
    policies = new MongoPolicyStore(connection.collection<PolicyDocument>(collections.policies));
  });

  beforeEach(async () => {
    await connection.collection<PolicyDocument>(collections.policies).deleteMany({});
    told = [];
  });

  afterAll(async () => {
    await connection.close();
    await store.close();
  });

  /** A process that starts on what is stored; `first`: what a deployment begins with. */
  async function start(first: Policy): Promise<ManagePolicies> {
    const book = new PolicyBook({ store: policies, first, clock });
    await book.refresh();
    const jobs = new MongoJobStore(connection.collection<JobDocument>(collections.jobs));
    const note = (fields: object): void => void told.push(fields);
    const log: Logger = { debug: note, info: note, warn: note, error: note, child: () => log };
    await new OfferPolicy({ product, store: policies, book, jobs, clock, log, process: 'p' }).offer();
    return new ManagePolicies({ store: policies, book, clock, product, onActivated: () => undefined });
  }

  const versions = async () => (await policies.list(0, 10)).map(({ policy }) => policy);

  it('offers it to a deployment that began without: once, with its own rules, and not in force', async () => {
    await start(old);
    await start(old);
    expect(await versions()).toEqual([
      { ...old, version: 1 },
      { ...old, version: 2, matching: defaultMatching },
    ]);
    expect(await policies.activations()).toMatchObject([{ activation: 1, version: 1 }]);
    expect(told).toMatchObject([
      { version: 2, inForce: 1 },
      { version: 2, inForce: 1 },
    ]);
  });

  it('keeps the thresholds of an operator who has another model', async () => {
    const own = { ...defaultMatching, joinFrom: 0.8, model: { ...defaultMatching.model, version: 'shop-1' } };
    await start({ ...old, matching: own });
    expect((await versions())[1]?.matching).toEqual({ ...own, model: defaultMatching.model });
  });

  it('says nothing once it was in force, even when the operator has gone back', async () => {
    const manage = await start(old);
    await manage.activate(2, 'a trial');
    await manage.activate(1, 'not yet');
    told = [];
    await start(old);
    expect(told).toEqual([]);
    expect(await versions()).toHaveLength(2);
  });

  it('offers nothing to a deployment that begins with it', async () => {
    await start(product);
    expect([await versions(), told]).toEqual([[product], []]);
  });

  it('is the base of a patch on the product', async () => {
    const manage = await start(old);
    const proposed = await manage.propose({ base: 'product', patch: { joinTrust: 70 }, because: 'a trial' });
    expect(proposed).toMatchObject({ kind: 'added', version: { policy: { ...product, joinTrust: 70, version: 3 } } });
  });
});
