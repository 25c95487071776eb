/** The part of `analytics-node` 6.2.0 that a test calls; the package has no types of its own. */
declare module 'analytics-node' {
  interface Message {
    readonly userId?: string;
    readonly anonymousId?: string;
    readonly event?: string;
    readonly name?: string;
    readonly groupId?: string;
    readonly previousId?: string;
    readonly properties?: object;
    readonly traits?: object;
  }

  export default class Analytics {
    constructor(writeKey: string, options: { readonly host: string; readonly flushAt: number });
    identify(message: Message): this;
    track(message: Message): this;
    page(message: Message): this;
    group(message: Message): this;
    alias(message: Message): this;
    flush(): Promise<unknown>;
  }
}
