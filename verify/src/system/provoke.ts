/** Makes sound events poisonous: the process stumbles over a word in them when it stores them, as a bug of its own would. */
import { type StoreStep } from './store-steps.ts';

export const provoked: StoreStep = (write, next) => {
  if (write.collection !== 'archive') return next();
  const text = JSON.stringify(write.operations);
  if (!text.includes('verify-')) return next();
  if (text.includes('verify-kills')) process.kill(process.pid, 'SIGKILL');
  if (text.includes('verify-hangs')) return new Promise(() => undefined);
  if (text.includes('verify-throws')) return Promise.reject(new Error('Provoked: this event cannot be stored.'));
  return next();
};
