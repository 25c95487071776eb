/** Records → people through the code that the service runs, with the seconds of each part. */
import {
  Batch,
  defaultMatching,
  defaultPolicy,
  matcherOf,
  type MatchModel,
  type RecordFacts,
  train,
} from '@tributary/domain-identity';

export interface Resolution {
  readonly people: readonly (readonly number[])[];
  readonly model: string;
  /** Why the set could not be trained on. */
  readonly refusal?: string;
  readonly seconds: Seconds;
  /** CPU of the streaming, all threads of the process, collection of garbage among them: steadier than seconds where others share the machine. */
  readonly streamingCpu: number;
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly compared: number;
}

/** One thread each. */
interface Seconds {
  /** Records as forms and numbers: names romanised, addresses read, blocking keys made. */
  readonly reading: number;
  readonly training: number;
  /** Records one after another: whom they meet, whether they are one person. */
  readonly streaming: number;
  /** Components → people, under the guards. */
  readonly partition: number;
}

/** `trained`, the default: a set is its own best teacher; one that is too small to teach is judged by what was learned elsewhere. */
export type Choice = 'shipped' | 'trained';

export function resolve(facts: readonly RecordFacts[], choice: Choice): Resolution {
  const started = performance.now();
  const { model, refusal } = choice === 'trained' ? trainedOn(facts) : shipped;
  const training = secondsSince(started);
  const batch = new Batch({ ...defaultPolicy, matching: { ...defaultMatching, model } });
  const [, reading] = timed(() => {
    for (const record of facts) batch.read(record);
  });
  const micros = new Float64Array(facts.length);
  const before = process.cpuUsage();
  const [, streaming] = timed(() => {
    stream(batch, micros);
  });
  const { user, system } = process.cpuUsage(before);
  const [people, partition] = timed(() => batch.people());
  micros.sort();
  const at = (share: number): number => Math.round((micros[Math.floor(share * micros.length)] ?? 0) * 10) / 10;
  return {
    people,
    model: model.version,
    ...(refusal === undefined ? {} : { refusal }),
    seconds: { reading, training, streaming, partition },
    streamingCpu: Math.round((user + system) / 1_000) / 1_000,
    latency: { p50: at(0.5), p99: at(0.99) },
    compared: batch.compared,
  };
}

/** `micros` is filled: of each record. */
function stream(batch: Batch, micros: Float64Array): void {
  for (let place = 0; place < micros.length; place += 1) {
    const before = performance.now();
    batch.match(place);
    micros[place] = (performance.now() - before) * 1_000;
  }
}

const shipped: Chosen = { model: defaultMatching.model };

interface Chosen {
  readonly model: MatchModel;
  readonly refusal?: string;
}

function trainedOn(facts: readonly RecordFacts[]): Chosen {
  const base = defaultMatching.model;
  const matcher = matcherOf({ model: base });
  const forms = facts.flatMap((record) => matcher.formOf(record) ?? []);
  const provenance = { trainedOn: 'the set itself', date: base.provenance.date };
  const training = train({ forms, base, version: 'trained', provenance, seed: 1 });
  return training.ok ? { model: training.model } : { model: base, refusal: training.reasons.join(' ') };
}

function timed<T>(work: () => T): readonly [T, number] {
  const started = performance.now();
  const result = work();
  return [result, secondsSince(started)];
}

const secondsSince = (started: number): number => Math.round(performance.now() - started) / 1_000;
