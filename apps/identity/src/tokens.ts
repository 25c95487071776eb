/** Injection tokens for what is only an interface. */
export const FRESHNESS = Symbol('freshness');
export const POLICY = Symbol('policy');
export const PROFILE_LIST = Symbol('profile list');
