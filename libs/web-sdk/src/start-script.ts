/** The script tag: reads what its own tag says and starts; calls that the page made before are made up for. */
import { type Tributary } from './api.ts';
import { readOptions } from './client/settings.ts';
import { startTributary } from './start-tributary.ts';
import { isString } from './json/parse-json.ts';

/** Calls before the script came: `(window.tributary ||= []).push(['track', 'Menu Opened'])`. */
function call(tributary: Tributary, made: unknown): void {
  if (!Array.isArray(made)) return;
  const words: readonly unknown[] = made;
  const [name, ...args] = words;
  const method: unknown =
    name === 'consent' ? tributary.consent.set : isString(name) ? Reflect.get(tributary, name) : undefined;
  if (typeof method === 'function') Reflect.apply(method, tributary, args);
}

const tag = document.currentScript;
if (tag instanceof HTMLScriptElement) {
  const given = Object.fromEntries(Object.entries(tag.dataset));
  const before: unknown = Reflect.get(window, 'tributary');
  // The endpoint may be left out where it serves the script itself.
  const tributary = startTributary(readOptions({ endpoint: new URL(tag.src).origin, ...given, warn: undefined }));
  Reflect.set(window, 'tributary', {
    ...tributary,
    push: (made: unknown) => {
      call(tributary, made);
    },
  });
  for (const made of Array.isArray(before) ? before : []) call(tributary, made);
}
