/** What every capture is given; each is a function that begins to observe and tells what it sees. */
import { type Properties } from '../api.ts';
import { type Listen } from '../page/listen.ts';
import { type PageLife } from '../page/page-life.ts';

export interface Observation {
  readonly listen: Listen;
  readonly life: PageLife;
  readonly track: (event: string, properties: Properties) => void;
  readonly page: () => void;
  /** Whether clicks and views of advertisements may be looked at now. */
  readonly mayObserveAds: () => boolean;
}

export type Capture = (observation: Observation) => void;
