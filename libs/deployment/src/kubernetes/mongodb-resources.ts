/** The replica set with its users, as a resource of MongoDB's operator. */
import { mongodbUsers } from '../mongodb-users.ts';
import { containerSecurity, type Manifest } from './manifest.ts';
import { authorities, mongodb, mongodbPasswordOf, mongodbUriOf } from './names.ts';

/** The user of the operator's images. */
const user = 2_000;

export function mongodbCluster(): Manifest {
  return {
    apiVersion: 'mongodbcommunity.mongodb.com/v1',
    kind: 'MongoDBCommunity',
    metadata: { name: mongodb.cluster },
    spec: {
      type: 'ReplicaSet',
      members: 1,
      version: '8.0.16',
      security: {
        authentication: { modes: ['SCRAM'] },
        tls: {
          enabled: true,
          certificateKeySecretRef: { name: mongodb.tlsSecret },
          caCertificateSecretRef: { name: mongodb.tlsSecret },
        },
      },
      users: mongodbUsers.map(({ name, roles }) => ({
        name,
        db: 'admin',
        passwordSecretRef: { name: mongodbPasswordOf(name) },
        scramCredentialsSecretName: name,
        connectionStringSecretName: mongodbUriOf(name),
        additionalConnectionStringConfig: { tlsCAFile: `${authorities.mongodb}/ca.crt` },
        roles: roles.map(({ role, db }) => ({ name: role, db })),
      })),
      statefulSet: { spec: statefulSet },
    },
  };
}

const container = (name: string, requests: Readonly<Record<string, string>>, memory: string) => ({
  name,
  resources: { requests, limits: { ...requests, memory } },
  securityContext: containerSecurity,
});

const statefulSet = {
  template: {
    spec: {
      terminationGracePeriodSeconds: 120, // a primary hands over first
      securityContext: {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: user,
        fsGroup: user,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { app: `${mongodb.cluster}-svc` } },
        },
      ],
      initContainers: ['mongod-posthook', 'mongodb-agent-readinessprobe'].map((name) =>
        container(name, { cpu: '50m', memory: '64Mi' }, '64Mi'),
      ),
      containers: [
        container('mongod', { cpu: '500m', memory: '1Gi' }, '2Gi'),
        container('mongodb-agent', { cpu: '100m', memory: '256Mi' }, '256Mi'),
      ],
    },
  },
  volumeClaimTemplates: [
    {
      metadata: { name: 'data-volume' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
    },
    {
      metadata: { name: 'logs-volume' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  ],
};
