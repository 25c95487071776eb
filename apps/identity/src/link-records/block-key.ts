/** Blocking keys that lead nowhere stand among the saturated identifiers of a component; no identifier type has a colon. */
export const blockKey = (key: string): string => `block:${key}`;
