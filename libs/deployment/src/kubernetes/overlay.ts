/** An overlay as kustomize built it, to be looked at. */
import { type ServiceName } from '@tributary/contracts';
import { type Builder } from './kustomize.ts';

/** A part of a manifest as it comes; that it has its shape is checked against its schema. */
export type Loose = ReturnType<typeof JSON.parse>;

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

interface PodSpec {
  readonly containers: readonly [Container];
  readonly volumes: readonly {
    readonly name: string;
    readonly secret?: { readonly secretName: string; readonly items: readonly { readonly key: string }[] };
    readonly [field: string]: Loose;
  }[];
  readonly [field: string]: Loose;
}

interface Container {
  readonly env: readonly Variable[];
  readonly envFrom: readonly [{ readonly configMapRef: { readonly name: string } }];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly ports: readonly { readonly name: string }[];
  readonly [field: string]: Loose;
}

export interface BuiltManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> };
  readonly data: Readonly<Record<string, string>>;
  readonly automountServiceAccountToken?: boolean;
  readonly spec: Loose;
}

export class Overlay {
  readonly all: readonly BuiltManifest[];

  constructor(build: Builder, folder: string) {
    this.all = build(folder);
  }

  of(kind: string): readonly BuiltManifest[] {
    return this.all.filter((manifest) => manifest.kind === kind);
  }

  find(kind: string, name: string): BuiltManifest | undefined {
    return this.of(kind).find(({ metadata }) => metadata.name === name);
  }

  named(kind: string, name: string): BuiltManifest {
    const found = this.find(kind, name);
    if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
    return found;
  }

  only(kind: string): BuiltManifest {
    const [found, ...more] = this.of(kind);
    if (found === undefined || more.length > 0) throw new Error(`There are ${more.length} more ${kind}.`);
    return found;
  }

  podOf(service: ServiceName): PodSpec {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-member-access -- checked against its schema
    return this.named('Deployment', service).spec.template.spec;
  }

  /** The variables of a service's container; one that comes from a secret reads `<secret>/<key>`. */
  environmentOf(service: ServiceName): Readonly<Record<string, string>> {
    const [{ env, envFrom }] = this.podOf(service).containers;
    const own = env.map(({ name, value, valueFrom }): [string, string] => {
      const { name: secret, key } = valueFrom?.secretKeyRef ?? { name: '', key: '' };
      return [name, value ?? `${secret}/${key}`];
    });
    return { ...this.named('ConfigMap', envFrom[0].configMapRef.name).data, ...Object.fromEntries(own) };
  }

  /** Secrets and keys that a service's pod refers to. */
  secretsOf(service: ServiceName): readonly (readonly [secret: string, key: string])[] {
    const { containers, volumes } = this.podOf(service);
    const variables = containers[0].env.flatMap(({ valueFrom }) => (valueFrom ? [valueFrom.secretKeyRef] : []));
    return [
      ...variables.map(({ name, key }) => [name, key] as const),
      ...volumes.flatMap(({ secret }) => secret?.items.map(({ key }) => [secret.secretName, key] as const) ?? []),
    ];
  }

  /** Where a secret is mounted in a service's container. */
  mountOf(service: ServiceName, secret: string): string | undefined {
    const { containers, volumes } = this.podOf(service);
    const volume = volumes.find((one) => one.secret?.secretName === secret);
    return containers[0].volumeMounts.find(({ name }) => name === volume?.name)?.mountPath;
  }
}
