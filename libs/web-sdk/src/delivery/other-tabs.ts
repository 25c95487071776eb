/** Tells the other tabs of a site which events are being sent, so that none sends them at its end once more. */
import { isString } from '../json/parse-json.ts';

export interface OtherTabs {
  tell(ids: readonly string[]): void;
}

export function otherTabs(name: string, onTold: (ids: readonly string[]) => void): OtherTabs {
  const browser: { readonly BroadcastChannel?: typeof BroadcastChannel } = globalThis;
  if (browser.BroadcastChannel === undefined) return { tell: () => undefined };
  const channel = new browser.BroadcastChannel(name);
  channel.onmessage = ({ data }: { readonly data: unknown }) => {
    if (Array.isArray(data)) onTold(data.filter(isString));
  };
  return {
    tell: (ids) => {
      channel.postMessage(ids);
    },
  };
}
