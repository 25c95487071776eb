/**
 * Who may do what on Kafka, derived from the registry: each party has a principal of its own, with the rights that its work
 * needs and no other. What an idempotent producer needs is part of the right to write. Nobody may create topics: those who
 * deploy do, before the services start. The right to read a topic of somebody else is for its owner to give. Who traces a
 * message may read it wherever it goes, and see how far the groups are that read it.
 */
import { groupPrefixesOf } from './groups.ts';
import { inNamespace } from './namespace.ts';
import { services, type Party, type Topic } from './topic.ts';

export type Operation = 'Describe' | 'Read' | 'Write';

export interface Grant {
  readonly resource: 'topic' | 'group';
  readonly name: string;
  /** A prefix covers every name that begins with it. */
  readonly pattern: 'literal' | 'prefix';
  readonly operations: readonly Operation[];
}

/** The rights of every party that the topics name. */
export function accessOf(topics: readonly Topic[], namespace = ''): ReadonlyMap<Party, readonly Grant[]> {
  const parties = new Set(topics.flatMap(({ producers, consumers }) => [...producers, ...consumers]));
  return new Map([...parties].map((party) => [party, grantsOf(party, topics, namespace)]));
}

/** The rights of somebody who watches how far every consumer is, and may read no message: an autoscaler. */
export function watcherAccess(topics: readonly Topic[], namespace = ''): readonly Grant[] {
  return [...accessOf(topics, namespace).values()]
    .flat()
    .filter(({ operations }) => operations.includes('Read'))
    .map((grant): Grant => ({ ...grant, operations: ['Describe'] }))
    .filter((grant, index, all) => all.findIndex(({ name }) => name === grant.name) === index);
}

/** The topics that parties produce or consume: all that they can ask the brokers about. */
export function topicsOf(parties: readonly Party[], topics: readonly Topic[]): readonly Topic[] {
  return topics.filter(({ producers, consumers }) =>
    parties.some((party) => producers.includes(party) || consumers.includes(party)),
  );
}

function grantsOf(party: Party, topics: readonly Topic[], namespace: string): readonly Grant[] {
  const onTopics = topicsOf([party], topics).map(({ name, producers, consumers }): Grant => {
    // A service that is rebuilt reads back what it has published.
    const mayRead = consumers.includes(party) || (isService(party) && producers.includes(party));
    const reads = mayRead ? (['Read'] as const) : [];
    const writes = producers.includes(party) ? (['Write'] as const) : [];
    return literal('topic', inNamespace(name, namespace), ['Describe', ...reads, ...writes]);
  });
  const consumes = topics.some(({ consumers }) => consumers.includes(party));
  return [...onTopics, ...(consumes ? ownGroups(party, namespace) : []), ...tracing(party, topics, namespace)];
}

function tracing(party: Party, topics: readonly Topic[], namespace: string): readonly Grant[] {
  const own = topicsOf([party], topics);
  const traced = topics.filter(({ tracedBy = [] }) => tracedBy.includes(party));
  const others = services.filter((one) => one !== party && traced.some(({ consumers }) => consumers.includes(one)));
  return [
    ...traced
      .filter((topic) => !own.includes(topic))
      .map(({ name }) => literal('topic', inNamespace(name, namespace), ['Describe', 'Read'])),
    ...others.map((group) => literal('group', inNamespace(group, namespace), ['Describe'])),
  ];
}

const isService = (party: Party): boolean => services.some((service) => service === party);

const ownGroups = (owner: Party, namespace: string): readonly Grant[] => [
  literal('group', inNamespace(owner, namespace), ['Describe', 'Read']),
  ...groupPrefixesOf(owner).map((prefix): Grant => {
    const name = inNamespace(prefix, namespace);
    return { resource: 'group', name, pattern: 'prefix', operations: ['Describe', 'Read'] };
  }),
];

const literal = (resource: Grant['resource'], name: string, operations: readonly Operation[]): Grant => ({
  resource,
  name,
  pattern: 'literal',
  operations,
});
