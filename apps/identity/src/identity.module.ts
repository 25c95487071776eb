/** The composition root of identity: what is bound to what is visible here and nowhere else. */
import { randomUUID } from 'node:crypto';
import { type DynamicModule, Module, type Provider, type ValueProvider } from '@nestjs/common';
import { comparisonsOf, type Policy } from '@tributary/domain-identity';
import { Background, type ServiceDeps } from '@tributary/runtime';
import { catalogue } from '@tributary/telemetry';
import { MongoJobStore } from './adapters/mongo/job-store.ts';
import { mongoStores } from './adapters/mongo/mongo-stores.ts';
import { MongoPolicyStore } from './adapters/mongo/policy-store.ts';
import { collections, type JobDocument, type PolicyDocument } from './adapters/mongo/schemas.ts';
import { AssertLinks } from './assert-links/assert-links.ts';
import { AssertLinksConsumer } from './assert-links/assert-links.consumer.ts';
import { AssertionsController } from './assert-links/assertions.controller.ts';
import { DecideLinks, type DecideLinksParts } from './assert-links/decide-links.ts';
import { NameRecord } from './assert-links/name-record.ts';
import { UnmergeController } from './assert-links/unmerge.controller.ts';
import { Unmerge, type UnmergeParts } from './assert-links/unmerge.ts';
import { composeIdentity, type Refused } from './compose.ts';
import { readIdentityConfig } from './config.ts';
import { DryRunController } from './dry-run-policies/dry-run.controller.ts';
import { dryRunProviders } from './dry-run-policies/dry-run.providers.ts';
import { FoldSegmentsConsumer } from './fold-segments/fold-segments.consumer.ts';
import { FoldSegments } from './fold-segments/fold-segments.ts';
import { firstPolicy } from './manage-policies/first-policy.ts';
import { ManagePolicies } from './manage-policies/manage-policies.ts';
import { OfferPolicy } from './manage-policies/offer-policy.ts';
import { PoliciesController } from './manage-policies/policies.controller.ts';
import { PolicyBook } from './manage-policies/policy-book.ts';
import { PolicyWork } from './manage-policies/policy-work.ts';
import { RepartitionJob } from './manage-policies/repartition-job.ts';
import { SalutationController } from './greet-people/salutation.controller.ts';
import { MatchPersonController } from './match-person/match-person.controller.ts';
import { MatchPerson } from './match-person/match-person.ts';
import { QualityController } from './measure-quality/quality.controller.ts';
import { qualityProviders } from './measure-quality/quality.providers.ts';
import { ExplainController } from './read-profiles/explain.controller.ts';
import { ExplainTwo } from './read-profiles/explain-two.ts';
import { FindPerson } from './read-profiles/find-person.ts';
import { ProfilesController } from './read-profiles/profiles.controller.ts';
import { DecideReview } from './review-people/decide-review.ts';
import { ReviewQueue, type ReviewQueueParts } from './review-people/review-queue.ts';
import { ReviewsController } from './review-people/reviews.controller.ts';
import { DoorToProfile } from './resolve-record/door-to-profile.ts';
import { ResolveRecordConsumer } from './resolve-record/resolve-record.consumer.ts';
import { ResolveRecords } from './resolve-record/resolve-records.ts';
import { ACTIVE_POLICY, ASSERTIONS, FRESHNESS, POLICY_STORE, PROFILE_LIST } from './tokens.ts';

const consumers = [ResolveRecordConsumer, FoldSegmentsConsumer, AssertLinksConsumer];
const decisionDoors = [AssertionsController, UnmergeController, ReviewsController];
const policyDoors = [PoliciesController, DryRunController, QualityController];
const personDoors = [ProfilesController, ExplainController, SalutationController, MatchPersonController];
const doors = [...personDoors, ...decisionDoors, ...policyDoors];

@Module({})
export class IdentityModule {
  static with(deps: ServiceDeps): DynamicModule {
    const { connection, publisher, clock, log, metrics, freshness } = deps;
    const { country, sweepEveryMs, repartitionRate: rate } = readIdentityConfig(deps.env);
    const { policyStore, policies, jobs, product } = policyParts(deps, country);
    const stores = mongoStores(connection, clock);
    const { identifiers, profiles, assertions, reviews } = stores;
    const refused = countRefused(metrics, log);
    const { roots, resolve, fold, sweep, repartition, assert } = composeIdentity({
      stores,
      publisher,
      policies,
      compares: comparisonsOf,
      clock,
      refused,
    });
    const job = new RepartitionJob({
      ...{ book: policies, repartition, jobs, clock, log, rate },
      ...stores,
      process: randomUUID(),
    });
    const walks = { ...deps, jobs, process: randomUUID(), rate, components: stores.components };
    const people = new FindPerson({ roots, identifiers, profiles, policies });
    return {
      module: IdentityModule,
      controllers: [...consumers, ...doors],
      providers: [
        { provide: ResolveRecords, useValue: resolve },
        { provide: DoorToProfile, useValue: new DoorToProfile(metrics, clock) },
        { provide: FoldSegments, useValue: fold },
        { provide: FindPerson, useValue: people },
        { provide: MatchPerson, useValue: new MatchPerson({ ...stores, roots, policies, compares: comparisonsOf }) },
        ...decisions({ assertions, publisher, assert, clock }, { people, profiles, policies, reviews, roots }),
        { provide: PROFILE_LIST, useValue: profiles },
        { provide: FRESHNESS, useValue: freshness },
        { provide: ACTIVE_POLICY, useValue: policies },
        ...policyProviders(deps, { store: policyStore, book: policies, job, jobs, product }),
        ...dryRunProviders(walks, { store: policyStore, book: policies }),
        ...qualityProviders(walks, { store: policyStore, book: policies, roots }),
        {
          provide: Background,
          useFactory: () =>
            new Background({
              name: 'finish what another process left behind',
              everyMs: sweepEveryMs,
              log,
              round: async () => {
                const finished = await sweep.olderThan(clock.now() - sweepEveryMs);
                if (finished > 0) log.info({ finished }, 'Finished what another process had left behind');
              },
            }),
        },
      ],
    };
  }
}

function policyParts({ connection, clock }: ServiceDeps, country: string | undefined) {
  const policyStore = new MongoPolicyStore(connection.collection<PolicyDocument>(collections.policies));
  const product = firstPolicy({ country });
  const policies = new PolicyBook({ store: policyStore, first: product, clock });
  const jobs = new MongoJobStore(connection.collection<JobDocument>(collections.jobs));
  return { policyStore, policies, jobs, product };
}

interface PolicyParts {
  readonly store: MongoPolicyStore;
  readonly book: PolicyBook;
  readonly job: RepartitionJob;
  readonly jobs: MongoJobStore;
  readonly product: Policy;
}

function policyProviders({ clock, log }: ServiceDeps, parts: PolicyParts): Provider[] {
  const { store, book, job, product } = parts;
  const offer = new OfferPolicy({ ...parts, clock, log, process: randomUUID() });
  const work = new PolicyWork({ book, offer, repartition: job, log });
  const onActivated = (): void => {
    work.partitionNow();
  };
  return [
    { provide: PolicyBook, useValue: book },
    { provide: POLICY_STORE, useValue: store },
    { provide: RepartitionJob, useValue: job },
    { provide: PolicyWork, useFactory: () => work },
    { provide: ManagePolicies, useValue: new ManagePolicies({ store, book, clock, product, onActivated }) },
  ];
}

function countRefused(metrics: ServiceDeps['metrics'], log: ServiceDeps['log']): Refused {
  const frozen = metrics.counter(catalogue.frozenComponents);
  const full = metrics.counter(catalogue.fullBlocks);
  const skipped = metrics.counter(catalogue.skippedBlocks);
  return {
    onFrozen: (component) => {
      frozen.inc({});
      log.warn({ component }, 'A component is as large as it may become; a link to it was refused');
    },
    onFull: (blocks) => {
      full.inc({}, blocks);
    },
    onSkipped: (blocks) => {
      skipped.inc({}, blocks);
    },
  };
}

type Deciding = Pick<UnmergeParts, 'profiles' | 'policies'> &
  Omit<ReviewQueueParts, 'clock'> & { readonly people: FindPerson };

/** What people decide, the questions that wait for them, and undoing a merge. */
function decisions(parts: DecideLinksParts, { people, profiles, ...asking }: Deciding): readonly ValueProvider[] {
  const decide = new DecideLinks(parts);
  const { assertions, clock } = parts;
  const { policies, reviews, roots } = asking;
  const names = new NameRecord(people, policies);
  return [
    { provide: AssertLinks, useValue: parts.assert },
    { provide: NameRecord, useValue: names },
    { provide: ExplainTwo, useValue: new ExplainTwo({ names, roots, policies }) },
    { provide: DecideLinks, useValue: decide },
    { provide: Unmerge, useValue: new Unmerge({ decide, profiles, policies }) },
    { provide: ReviewQueue, useValue: new ReviewQueue({ ...asking, clock }) },
    { provide: DecideReview, useValue: new DecideReview({ reviews, assertions, profiles, decide, clock }) },
    { provide: ASSERTIONS, useValue: assertions },
  ];
}
