/** What every manifest has in common: its shape, its labels, what restricted pod security asks for. */
import { type ServiceName } from '@tributary/contracts';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Labels;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export type Labels = Readonly<Record<string, string>>;

/** The port of every service. */
export const servicePort = 4400;

/** How a service's pods are found; never changes, a Deployment cannot change its selector. */
export const selectorOf = (service: ServiceName): Labels => ({
  'app.kubernetes.io/name': service,
  'app.kubernetes.io/part-of': 'tributary',
});

/** The user of the image. */
const user = 10_001;

export const podSecurity = {
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user, // so that mounted secrets can be read, and by nobody else
  seccompProfile: { type: 'RuntimeDefault' },
};

export const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
