/** Injection tokens for what is only an interface. */
export const ACTIVE_POLICY = Symbol('active policy');
export const FRESHNESS = Symbol('freshness');
export const POLICY_STORE = Symbol('policy store');
export const PROFILE_LIST = Symbol('profile list');
export const ASSERTIONS = Symbol('assertions');
