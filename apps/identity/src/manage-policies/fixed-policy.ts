/** One policy from beginning to end: for computations that nobody can interrupt by an activation. */
import { type Policy } from '@tributary/domain-identity';
import { type ActivePolicy } from '../ports.ts';

export const fixedPolicy = (policy: Policy): ActivePolicy => ({
  current: () => policy,
  inForce: () => ({ activation: 1, policy }),
  of: () => policy,
  learn: () => Promise.resolve(),
});
