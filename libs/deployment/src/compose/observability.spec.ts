/** The profile `obs`: each file says where the next program is, and there it is; what a trace or a figure passes is complete. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { services } from '@tributary/contracts';
import { parse } from 'yaml';
import { demandedVariables, readCompose } from './compose-file.ts';

type Loose = ReturnType<typeof JSON.parse>;

const root = new URL('../../../../', import.meta.url);
const text = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const read = (file: string): Loose => parse(text(file));

const compose: Loose = readCompose(Object.fromEntries(demandedVariables().map((name) => [name, 'value'])));
const collector = read('observability/otel-collector.yaml');
const jaeger = read('observability/jaeger.yaml');
const prometheus = read('observability/prometheus.yaml');
const sources = readdirSync(new URL('observability/grafana/provisioning/datasources', root)).flatMap(
  (file): Loose[] => read(`observability/grafana/provisioning/datasources/${file}`).datasources,
);

/** Where the programs listen, as their own files say it; Prometheus at what it takes when nothing is said. */
const listening = new Set([
  ...services.map((name) => `${name}:4400`),
  ...[
    ['otel-collector', collector.receivers.otlp.protocols.http],
    ['otel-collector', collector.exporters.prometheus],
    ['jaeger', jaeger.receivers.otlp.protocols.http],
    ['jaeger', jaeger.extensions.jaeger_query.http],
  ].map(([name, { endpoint }]) => String(endpoint).replace('0.0.0.0', name)),
  'prometheus:9090',
]);

describe('the profile obs', () => {
  it('starts a collector, a store of traces, Prometheus and Grafana', () => {
    const own = Object.entries<Loose>(compose.services).filter(([, { profiles }]) => profiles?.includes('obs'));
    expect(own.map(([name]) => name).toSorted()).toEqual(['grafana', 'jaeger', 'otel-collector', 'prometheus']);
  });

  it('brings spans from the services to the collector, from there to Jaeger, and to Grafana', () => {
    const [, endpoint = ''] = /^# OTEL_EXPORTER_OTLP_ENDPOINT=(.*)$/m.exec(text('.env.example')) ?? [];
    const hops = [
      endpoint,
      collector.exporters.otlphttp.endpoint,
      ...sources.map(({ url }) => url),
      ...prometheus.scrape_configs.flatMap(({ static_configs: fixed = [], dns_sd_configs: named = [] }: Loose) => [
        ...fixed.flatMap(({ targets }: Loose) => targets),
        ...named.flatMap(({ names, port }: Loose) => names.map((name: string) => `${name}:${String(port)}`)),
      ]),
    ].map((url: string) => url.replace('http://', ''));
    expect(hops).toHaveLength(5 + services.length);
    expect(hops.filter((hop) => !listening.has(hop))).toEqual([]);
    expect(sources.map(({ uid, type }) => [uid, type])).toEqual([
      ['jaeger', 'jaeger'],
      ['prometheus', 'prometheus'],
    ]);
  });

  it.each([
    ['otel-collector', collector],
    ['jaeger', jaeger],
  ])('uses all that the configuration of %s declares, and nothing else', (name, config) => {
    const declared = ['receivers', 'processors', 'exporters', 'connectors', 'extensions'].flatMap((kind) =>
      Object.keys(config[kind] ?? {}),
    );
    const { pipelines, extensions = [] } = config.service;
    const used = Object.values<Loose>(pipelines).flatMap((one) => [
      ...one.receivers,
      ...(one.processors ?? []),
      ...one.exporters,
    ]);
    expect(new Set([...used, ...extensions])).toEqual(new Set(declared));
    const [file] = compose.services[name].volumes.map((volume: string) => volume.split(':'));
    expect(read(file[0])).toEqual(config);
    expect(compose.services[name].command).toEqual([`--config=${String(file[1])}`]);
  });

  it('keeps traces on a volume, for a time, in one store', () => {
    const { backends } = jaeger.extensions.jaeger_storage;
    const [name = '', ...others] = Object.keys(backends);
    const { badger } = backends[name];
    expect(others).toEqual([]);
    expect([jaeger.exporters.jaeger_storage_exporter.trace_storage, jaeger.extensions.jaeger_query.storage]).toEqual([
      name,
      { traces: name },
    ]);
    const [, volume] = compose.services.jaeger.volumes;
    const [, folder] = volume.split(':');
    for (const place of Object.values(badger.directories)) expect(place).toMatch(new RegExp(`^${String(folder)}/`));
    expect(badger).toMatchObject({ ephemeral: false, ttl: { spans: expect.stringMatching(/^\d+h$/) } });
  });

  it('asks each program for its health where it answers', () => {
    const urls = ['jaeger', 'prometheus', 'grafana'].map((name) => compose.services[name].healthcheck.test.at(-1));
    // An address, since a name may stand for an IPv6 one on which nobody listens.
    for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
    expect(urls[0]).toContain(`:${String(jaeger.extensions.healthcheckv2.http.endpoint.split(':')[1])}/status`);
  });
});
