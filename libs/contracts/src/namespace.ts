/** Several deployments share a cluster by a prefix of their own, `<namespace>.<name>`, on topics and groups; none: the bare name. */
export function inNamespace(name: string, namespace = ''): string {
  return namespace === '' ? name : `${namespace}.${name}`;
}
