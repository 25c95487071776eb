/** `verify:conservation`: the promise holds under kills, and the checks that say so catch eight seeded bugs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bugOf, bugs, isBug, type BugName } from './bugs/bugs.ts';
import { runChecks, type Finding } from './checks/checks.ts';
import { runScenario, type ScenarioOptions } from './embedded/scenario.ts';
import { eventsIn } from './reading/evidence.ts';

export interface ConservationOptions {
  readonly seed: number;
  /** Only these bugs; `sound` is the system as it is, `control` the scenario of the bugs without one. Empty: all. */
  readonly only: readonly string[];
  readonly say: (line: string) => void;
}

interface Sound {
  readonly namespace: string;
  /** In words. */
  readonly services: string;
  readonly events: number;
  readonly findings: readonly Finding[];
}

interface Caught {
  readonly bug: BugName;
  readonly what: string;
  readonly by: string;
  readonly caught: boolean;
  readonly example: string;
}

export interface ConservationResult {
  readonly sound: readonly Sound[];
  readonly caught: readonly Caught[];
  /** Where the evidence of what failed is kept. */
  readonly kept: string | undefined;
}

export async function conservation(options: ConservationOptions): Promise<ConservationResult> {
  const base = await mkdtemp(join(tmpdir(), 'tributary-verify-'));
  const { seed, only, say } = options;
  const common = { seed, rate: 80, calmMs: 2_500 };
  const wanted = (name: string): boolean => only.length === 0 || only.includes(name);
  const sound: Sound[] = [];
  if (wanted('sound')) {
    say('the system as it is: two deployments on one pair of engines');
    sound.push(...(await runSound({ ...common, folder: join(base, 'sound'), namespaces: ['a', 'b'], rate: 40, say })));
  }
  // The first two services are enough to lose, double and disorder events, and start faster than five.
  const services = ['ingestion', 'identity'];
  if (wanted('control')) {
    say('the scenario of the bugs without any: what is found here would make every catch worthless');
    const folder = join(base, 'control');
    sound.push(...(await runSound({ ...common, folder, namespaces: ['a'], services, say })));
  }
  // Two beside each other: half of the time one of them waits.
  const waiting = Object.keys(bugs).filter(isBug).filter(wanted).values();
  const hunt = async (): Promise<readonly Caught[]> => {
    const caught: Caught[] = [];
    for (const bug of waiting) caught.push(await catchBug(bug, { ...common, base, services, say }));
    return caught;
  };
  const caught = (await Promise.all([hunt(), hunt()])).flat();
  const fine =
    caught.every((one) => one.caught) &&
    sound.every(({ findings }) => findings.every(({ violations }) => violations === 0));
  if (fine) await rm(base, { recursive: true, force: true });
  return { sound, caught, kept: fine ? undefined : base };
}

interface HuntOptions extends Omit<ScenarioOptions, 'bug' | 'folder' | 'namespaces'> {
  readonly base: string;
}

async function catchBug(bug: BugName, { base, say, ...common }: HuntOptions): Promise<Caught> {
  const { what, caughtBy } = bugOf(bug);
  const told = (line: string): void => {
    say(`${bug}: ${line}`);
  };
  told(what);
  const [found] = await runScenario({ ...common, folder: join(base, bug), namespaces: ['a'], bug, say: told });
  const finding = found && runChecks(found).find(({ check }) => check === caughtBy);
  const example = finding?.examples[0] ?? '';
  told(example === '' ? `${caughtBy} found nothing` : `${caughtBy}: ${example}`);
  return { bug, what, by: caughtBy, caught: example !== '', example };
}

async function runSound(options: ScenarioOptions): Promise<readonly Sound[]> {
  const evidence = await runScenario(options);
  const of = (options.services ?? ['all five services']).join(' and ');
  return evidence.map((one) => ({
    namespace: one.namespace,
    services: of,
    events: eventsIn(one),
    findings: runChecks(one),
  }));
}
