/** What processes have cost so far, as Linux counts it; of others than ours too, as long as they run here. */
import { readdir, readFile, readlink } from 'node:fs/promises';

/** `sysconf(_SC_CLK_TCK)`, the same on every Linux that runs Node. */
const ticksPerSecond = 100;

async function cpuSecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name of the program stands in brackets and may hold spaces; user and system time are the 12th and 13th after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** The most memory that a process ever held. */
export async function peakMemoryMbOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1_024);
}

/** The processes that listen on these ports of this machine; none for a port of another machine. */
export async function listenersOn(ports: readonly number[]): Promise<readonly number[]> {
  const sockets = new Set((await Promise.all(['tcp', 'tcp6'].map((table) => socketsIn(table, ports)))).flat());
  const pids: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const files = await readdir(`/proc/${entry}/fd`).catch(() => []);
    const targets = await Promise.all(files.map((file) => readlink(`/proc/${entry}/fd/${file}`).catch(() => '')));
    if (targets.some((target) => sockets.has(target))) pids.push(Number(entry));
  }
  return pids;
}

const listening = '0A';

async function socketsIn(table: string, ports: readonly number[]): Promise<readonly string[]> {
  const lines = (await readFile(`/proc/net/${table}`, 'utf8')).trim().split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    const port = Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16);
    return state === listening && ports.includes(port) ? [`socket:[${inode}]`] : [];
  });
}

/** Processes by what they are called in a report. */
export type Cast = Readonly<Record<string, readonly number[]>>;

/** CPU seconds by name between two calls. */
export async function startCounting(cast: Cast): Promise<() => Promise<Readonly<Record<string, number>>>> {
  const count = async (): Promise<ReadonlyMap<string, number>> => {
    const spent = Object.entries(cast).map(
      async ([name, pids]) => [name, sum(await Promise.all(pids.map(cpuSecondsOf)))] as const,
    );
    return new Map(await Promise.all(spent));
  };
  const before = await count();
  return async () => {
    const after = await count();
    return Object.fromEntries([...after].map(([name, now]) => [name, now - (before.get(name) ?? 0)]));
  };
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
