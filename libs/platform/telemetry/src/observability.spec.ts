/** Dashboards, alerts and runbooks speak of metrics that exist, in labels and values that they have. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { catalogue, createMetrics } from './index.ts';
import { type MetricSpec } from './metric-spec.ts';
import { readExpression } from './testing/promql.ts';

const root = new URL('../../../../', import.meta.url);
const text = (file: string): string => readFileSync(new URL(file, root), 'utf8');

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
const groups: readonly { name: string; rules: readonly Rule[] }[] = parse(
  text('observability/alerts/tributary.yaml'),
).groups;
const rules = groups.flatMap((group) => group.rules);
const alerts = rules.filter((rule) => rule.alert !== undefined);

const folder = 'observability/grafana/dashboards';
/* eslint-disable @typescript-eslint/no-explicit-any -- files are looked at as they come */
const dashboards: any[] = readdirSync(new URL(folder, root)).map((file) => JSON.parse(text(`${folder}/${file}`)));
const queries = dashboards.flatMap(({ title, panels }) =>
  panels.flatMap((panel: any) => (panel.targets ?? []).map(({ expr }: any) => [`${title}: ${panel.title}`, expr])),
);

const expressions: [string, string][] = [
  ...rules.map((rule): [string, string] => [rule.alert ?? rule.record ?? '', rule.expr]),
  ...queries.map(([name, expr]): [string, string] => [name, expr.replaceAll('$__rate_interval', '5m')]),
];

/** What Prometheus puts beside the labels of a metric: the scrape's own, and those of prometheus.yaml. */
const scraped = ['instance', 'job', 'service_name', 'le'];
const specs = new Map<string, MetricSpec>(Object.values<MetricSpec>(catalogue).map((spec) => [spec.name, spec]));
const recorded = new Map(rules.flatMap(({ record, expr }) => (record === undefined ? [] : [[record, expr]])));

function labelsOf(metric: string): readonly string[] {
  const expression = recorded.get(metric);
  if (expression !== undefined) return readExpression(expression).groupings;
  const spec = specOf(metric);
  if (spec !== undefined) return [...Object.keys(spec.labels), ...scraped];
  if (metric === 'ALERTS') return ['alertstate', 'alertname'];
  return scraped;
}

const specOf = (metric: string): MetricSpec | undefined =>
  specs.get(metric) ?? specs.get(metric.replace(/_(bucket|count|sum)$/, ''));

describe('the observability of the product', () => {
  let ofProcess: string;
  beforeAll(async () => {
    ofProcess = await createMetrics({ process: true }).text();
  });

  it.each(expressions)('%s is PromQL about metrics that exist', (_name, expression) => {
    const { errors, selectors } = readExpression(expression);
    expect(errors).toEqual([]);
    expect(selectors.length).toBeGreaterThan(0);
    const unknown = selectors
      .map(({ metric }) => metric)
      .filter((metric) => specOf(metric) === undefined && !recorded.has(metric) && !['ALERTS', 'up'].includes(metric))
      .filter((metric) => !ofProcess.includes(`# TYPE ${metric} `));
    expect(unknown).toEqual([]);
    const histograms = selectors.filter(({ metric }) => specOf(metric)?.kind === 'histogram');
    expect(histograms.filter(({ metric }) => !/_(bucket|count|sum)$/.test(metric))).toEqual([]);
  });

  it.each(expressions)('%s uses labels and values that they have', (_name, expression) => {
    const { selectors, groupings } = readExpression(expression);
    for (const { metric, matchers } of selectors) {
      for (const { label, operator, value } of matchers) {
        expect(labelsOf(metric)).toContain(label);
        const values = specOf(metric)?.labels[label];
        if (Array.isArray(values) && operator.startsWith('=') && !value.includes('$')) {
          for (const one of value.split('|')) expect(values).toContain(one);
        }
      }
    }
    const known = selectors.flatMap(({ metric }) => labelsOf(metric));
    for (const label of groupings) expect(known).toContain(label);
  });

  it('finds what is wrong with an expression', () => {
    expect(readExpression('sum by (a (x)').errors).not.toEqual([]);
    expect(labelsOf('tributary_lag_seconds')).not.toContain('topic');
    expect(specOf('tributary_invented_total')).toBeUndefined();
  });
});

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

describe('the dashboards', () => {
  it('have identities of their own, and panels with a description and the one source of data there is', () => {
    const provisioned = parse(text('observability/grafana/provisioning/datasources/prometheus.yaml')).datasources;
    const sources = provisioned.map(({ uid }: { uid: string }) => uid);
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    for (const { panels } of dashboards) {
      expect(new Set(panels.map(({ id }: any) => id)).size).toBe(panels.length);
      for (const panel of panels.filter(({ type }: any) => type !== 'row')) {
        expect(panel.description).not.toBe('');
        expect(sources).toContain(panel.datasource.uid);
        for (const target of panel.targets) expect(sources).toContain(target.datasource.uid);
      }
    }
  });

  it('lay their panels side by side, never one over another', () => {
    for (const { title, panels } of dashboards) {
      const cells = new Set<string>();
      const places: Place[] = panels.map((panel: any) => panel.gridPos);
      for (const { x: left, y: top, w, h } of places) {
        expect(left + w).toBeLessThanOrEqual(24);
        for (let x = left; x < left + w; x += 1) {
          for (let y = top; y < top + h; y += 1) {
            expect([title, cells.has(`${x} ${y}`)]).toEqual([title, false]);
            cells.add(`${x} ${y}`);
          }
        }
      }
    }
  });
});

const fileOf = (alert: string): string =>
  `docs/runbooks/${alert
    .replace(/^Tributary/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
    .toLowerCase()}.md`;

describe('an alert', () => {
  it.each(alerts.map((alert) => [alert.alert ?? '', alert] as const))(
    '%s says how bad it is, and has a page',
    (name, rule) => {
      expect(['critical', 'warning']).toContain(rule.labels?.['severity']);
      expect(rule.annotations?.['summary']).toBeTruthy();
      expect(rule.annotations?.['runbook']).toBe(fileOf(name));
      const page = text(fileOf(name));
      expect(page).toContain(`# ${name}`);
      const chapters = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      expect(chapters).toEqual(['What you see', 'Why', 'What to do', 'It is over when']);
    },
  );

  it('has a name of its own, and every page an alert', () => {
    const names = alerts.map(({ alert }) => alert ?? '');
    expect(new Set(names).size).toBe(names.length);
    const pages = readdirSync(new URL('docs/runbooks', root)).filter((file) => file !== 'README.md');
    expect(pages.map((file) => `docs/runbooks/${file}`).sort()).toEqual(names.map(fileOf).sort());
  });
});

describe('the runbooks', () => {
  const pages = readdirSync(new URL('docs/runbooks', root)).map(
    (file) => [file, text(`docs/runbooks/${file}`)] as const,
  );
  const { paths } = JSON.parse(text('docs/reference/openapi.json'));
  const routes = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(
      (method) => new RegExp(`^${method.toUpperCase()} ${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
    ),
  );
  const { scripts } = JSON.parse(text('package.json'));

  it.each(pages)('%s names commands, routes, metrics and files that exist', (_file, page) => {
    for (const [, script = ''] of page.matchAll(/npm run ([\w:-]+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [request] of page.matchAll(/\b(?:GET|POST|PUT|DELETE) \/v1\/[^\s`?"]+/g)) {
      expect([request, routes.some((route) => route.test(request))]).toEqual([request, true]);
    }
    for (const [metric] of page.matchAll(/\btributary_[a-z_]+/g))
      expect([metric, specOf(metric)?.name]).toEqual([metric, expect.anything()]);
    for (const [, link = ''] of page.matchAll(/\]\(([^)#]+)\)/g)) {
      expect([link, link.startsWith('http') || existsSync(new URL(`docs/runbooks/${link}`, root))]).toEqual([
        link,
        true,
      ]);
    }
  });
});
