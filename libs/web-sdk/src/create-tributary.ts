/** The door of the module. */
import { type Tributary, type TributaryOptions } from './api.ts';
import { readOptions } from './client/settings.ts';
import { startTributary } from './start-tributary.ts';

export function createTributary(options: TributaryOptions): Tributary {
  return startTributary(readOptions(options));
}
