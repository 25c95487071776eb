/** What work in the background keeps in the store: who is at it, and how much there was to do. */
export interface JobStore {
  /** False: another process is at it. */
  acquire(job: string, process: string, times: { readonly now: number; readonly until: number }): Promise<boolean>;
  release(job: string, process: string): Promise<void>;
  /** Remembers the highest count for this activation, and answers it. */
  most(job: string, activation: number, count: number): Promise<number>;
  /** Undefined: nobody has counted for this activation. */
  mostOf(job: string, activation: number): Promise<number | undefined>;
}
