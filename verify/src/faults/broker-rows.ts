/** What happens to brokers. */
import { setTimeout as pause } from 'node:timers/promises';
import { brokerIds, leaderOf } from '../servers/cluster.ts';
import { type Bench, type Row } from './row.ts';

const leader = ({ five }: Bench) => leaderOf(five.log.admin, `${five.deployment.namespace}.event.received.v1`);

async function killLeaders(bench: Bench, times: number, everyMs: number): Promise<undefined> {
  for (let time = 1; time <= times; time += 1) {
    const id = await leader(bench);
    bench.say(`  kill -9 of broker ${id} (${time} of ${times})`);
    await bench.five.cluster.kill(id);
    await pause(everyMs / 2);
    await bench.five.cluster.revive();
    if (time < times) await pause(everyMs / 2);
  }
}

const door = '503 window at most 20 s each';

export const brokerRows: readonly Row[] = [
  {
    name: 'leader killed',
    fault: 'SIGKILL of the broker that leads most partitions, three times',
    bar: door,
    doorMs: 20_000,
    tiers: ['short'],
    inject: (bench) => killLeaders(bench, 3, 20_000),
  },
  {
    name: 'leader killed, ten times',
    fault: 'SIGKILL of the broker that leads most partitions, ten times, one every 30 s',
    bar: door,
    doorMs: 20_000,
    tiers: ['long'],
    inject: (bench) => killLeaders(bench, 10, 30_000),
  },
  {
    name: 'rolling restart',
    fault: 'each broker stopped with SIGTERM and started again',
    bar: door,
    doorMs: 20_000,
    tiers: ['long'],
    inject: async ({ five }) => {
      for (const id of brokerIds) {
        await five.cluster.term(id);
        await five.cluster.revive();
        await pause(5_000);
      }
      return undefined;
    },
  },
  {
    name: 'two of three brokers down',
    fault: 'SIGKILL of two brokers, back after 20 s',
    bar: '503 while down; healed within 30 s',
    backMs: 30_000,
    tiers: ['long'],
    inject: async (bench) => {
      const { five, run } = bench;
      await five.cluster.kill(1);
      await five.cluster.kill(2);
      await pause(8_000);
      const from = Date.now();
      await pause(12_000);
      // min.insync.replicas is 2: whatever is acknowledged now would be a lie.
      const lies = run.load.attempts.filter(
        ({ answer, status, at }) => answer === 'ok' && status === 200 && at >= from,
      );
      await five.cluster.revive();
      if (lies.length > 0) throw new Error(`${lies.length} requests were acknowledged with one broker of three`);
      return undefined;
    },
  },
  {
    name: 'asymmetric partition',
    fault: 'the other brokers do not reach the leading one for 60 s; it reaches them, its clients and the controller',
    bar: '503 while down; healed within 30 s',
    backMs: 30_000,
    tiers: ['long'],
    inject: async (bench) => {
      const id = await leader(bench);
      bench.five.cluster.shutOff(id);
      await pause(60_000);
      bench.five.cluster.letIn(id);
      return undefined;
    },
  },
  {
    name: 'wedged sockets',
    fault: 'every connection between a service and a broker goes silent without an end; new ones get through',
    bar: 'recovered within 60 s',
    backMs: 60_000,
    tiers: ['short', 'long'],
    inject: ({ five }) => {
      five.cluster.wedgeClients();
      return Promise.resolve(undefined);
    },
  },
  {
    name: 'broker frozen',
    fault: 'SIGSTOP of the leading broker for 30 s',
    bar: 'recovered within 40 s',
    backMs: 40_000,
    tiers: ['long'],
    inject: async (bench) => {
      const id = await leader(bench);
      await bench.five.cluster.freeze(id);
      await pause(30_000);
      await bench.five.cluster.thaw(id);
      return undefined;
    },
  },
];
