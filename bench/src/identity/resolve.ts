/** Records → people through the code that the service runs, with the seconds of each part. */
import {
  Batch,
  defaultMatching,
  defaultPolicy,
  matcherOf,
  type MatchForm,
  type MatchModel,
  type RecordFacts,
  train,
} from '@tributary/domain-identity';

export interface Resolution {
  readonly people: readonly (readonly number[])[];
  readonly model: string;
  readonly seconds: Seconds;
  /** CPU of the streaming, all threads of the process, collection of garbage among them: steadier than seconds where others share the machine. */
  readonly streamingCpu: number;
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly compared: number;
}

/** One thread each. */
interface Seconds {
  /** Records as forms: names romanised, addresses read. */
  readonly reading: number;
  readonly training: number;
  /** Forms one after another: where they meet, whether they are one person. */
  readonly streaming: number;
  /** Components → people, under the guards. */
  readonly partition: number;
}

export type Choice = 'shipped' | 'trained' | 'fitting';

/**
 * `fitting`, the default: a set that is large enough to train on is its own best teacher; a small one is judged by what
 * was learned elsewhere. Fewer records than this leave too few pairs of one person for the EM.
 */
const enoughToTrain = 800;

export function resolve(facts: readonly RecordFacts[], choice: Choice): Resolution {
  const trains = choice === 'trained' || (choice === 'fitting' && facts.length >= enoughToTrain);
  const started = performance.now();
  const trained = trains ? trainedOn(facts) : undefined;
  const training = secondsSince(started);
  const model = trained ?? defaultMatching.model;
  const batch = new Batch({ ...defaultPolicy, matching: { ...defaultMatching, model } });
  const [forms, reading] = timed(() => facts.map((record) => batch.formOf(record)));
  const micros = new Float64Array(facts.length);
  const before = process.cpuUsage();
  const [, streaming] = timed(() => {
    stream(batch, facts, { forms, micros });
  });
  const { user, system } = process.cpuUsage(before);
  const [people, partition] = timed(() => batch.people());
  micros.sort();
  const at = (share: number): number => Math.round((micros[Math.floor(share * micros.length)] ?? 0) * 10) / 10;
  return {
    people,
    model: model.version,
    seconds: { reading, training, streaming, partition },
    streamingCpu: Math.round((user + system) / 1_000) / 1_000,
    latency: { p50: at(0.5), p99: at(0.99) },
    compared: batch.compared,
  };
}

interface Streamed {
  readonly forms: readonly (MatchForm | undefined)[];
  /** Filled: microseconds of each record. */
  readonly micros: Float64Array;
}

function stream(batch: Batch, facts: readonly RecordFacts[], { forms, micros }: Streamed): void {
  for (const [place, record] of facts.entries()) {
    const before = performance.now();
    batch.add(record, forms[place]);
    micros[place] = (performance.now() - before) * 1_000;
  }
}

/** Undefined when training refuses; it then says why. */
function trainedOn(facts: readonly RecordFacts[]): MatchModel | undefined {
  const base = defaultMatching.model;
  const matcher = matcherOf({ model: base });
  const forms = facts.flatMap((record) => matcher.formOf(record) ?? []);
  const provenance = { trainedOn: 'the set itself', date: base.provenance.date };
  const training = train({ forms, base, version: 'trained', provenance, seed: 1 });
  if (training.ok) return training.model;
  process.stderr.write(`The shipped model is used: ${training.reasons.join(' ')}\n`);
  return undefined;
}

function timed<T>(work: () => T): readonly [T, number] {
  const started = performance.now();
  const result = work();
  return [result, secondsSince(started)];
}

const secondsSince = (started: number): number => Math.round(performance.now() - started) / 1_000;
