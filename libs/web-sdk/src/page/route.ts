/** Says when a change of the address is a new page to the visitor. */

export type Change = 'pushState' | 'replaceState' | 'popstate';

/** Routers that keep their path in the fragment: `#/cart`, `#!/cart`. Other fragments are places within a page. */
const routeIn = ({ hash }: URL): string => (/^#!?\//.test(hash) ? hash : '');

/** Replacing an entry often only notes a filter or a tab in the query; a step forward or back is taken by the visitor. */
export function isNewView(before: string, after: string, change: Change): boolean {
  const [from, to] = [new URL(before), new URL(after)];
  if (from.pathname !== to.pathname || routeIn(from) !== routeIn(to)) return true;
  return change !== 'replaceState' && from.search !== to.search;
}
