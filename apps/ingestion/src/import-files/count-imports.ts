/** Imports in numbers. */
import { catalogue, type Metrics } from '@tributary/telemetry';

export interface CountImports {
  readonly begun: () => CountedImport;
  /** `code`: of its failure. */
  readonly ended: (code: string | undefined) => void;
}

interface CountedImport {
  /** So many in all. */
  readonly read: (rows: number) => void;
  /** It does not run here any more. */
  readonly over: () => void;
}

export function countImports(metrics: Metrics): CountImports {
  const [running, rows] = [metrics.gauge(catalogue.importsRunning), metrics.counter(catalogue.importRows)];
  const endings = metrics.counter(catalogue.importsEnded);
  let runs = 0;
  const change = (by: number): void => {
    runs += by;
    running.set({}, runs);
  };
  change(0);
  return {
    begun: () => {
      let known = 0;
      change(1);
      return {
        read: (all) => {
          rows.inc({}, all - known);
          known = all;
        },
        over: () => {
          change(-1);
        },
      };
    },
    ended: (code) => {
      endings.inc({ code: code ?? 'done' });
    },
  };
}
