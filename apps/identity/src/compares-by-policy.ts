/** How the policy in force compares records. */
import { type ComparesBy } from './ports.ts';

export const comparesByPolicy: ComparesBy = () => undefined;
