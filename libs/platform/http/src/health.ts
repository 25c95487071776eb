/** Liveness, readiness and start-up, as an orchestrator asks for them. */

/** Answers a sentence when something is wrong, undefined when all is well. */
export type HealthCheck = () => string | undefined | Promise<string | undefined>;

export type HealthState = 'starting' | 'ready' | 'draining';

export class Health {
  #state: HealthState = 'starting';
  readonly #liveness = new Map<string, HealthCheck>();
  readonly #readiness = new Map<string, HealthCheck>();

  /** Progress: when it fails, the process should be restarted. */
  addLiveness(name: string, check: HealthCheck): void {
    this.#liveness.set(name, check);
  }

  /** Reachability of what the service needs: when it fails, no traffic should come. */
  addReadiness(name: string, check: HealthCheck): void {
    this.#readiness.set(name, check);
  }

  become(state: HealthState): void {
    this.#state = state;
  }

  get state(): HealthState {
    return this.#state;
  }

  /** What is wrong, by check; empty when all is well. */
  live(): Promise<Record<string, string>> {
    return failures(this.#liveness);
  }

  async ready(): Promise<Record<string, string>> {
    if (this.#state !== 'ready') return { state: this.#state };
    return failures(new Map([...this.#liveness, ...this.#readiness]));
  }
}

async function failures(checks: ReadonlyMap<string, HealthCheck>): Promise<Record<string, string>> {
  const answers = await Promise.all([...checks].map(async ([name, check]) => [name, await check()] as const));
  return Object.fromEntries(answers.flatMap(([name, wrong]) => (wrong === undefined ? [] : [[name, wrong]])));
}
