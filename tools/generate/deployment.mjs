/** What k8s/ and docker/ take from the registry, from the HTTP API of each service and from the alerts. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const alertsFile = new URL('../../observability/alerts/tributary.yaml', import.meta.url);

export async function deployment() {
  const { renderComposeFiles, renderManifests } = await import('../../libs/deployment/dist/index.js');
  const { allServices } = await import('../../apps/standalone/dist/index.js');
  const { describeServices } = await import('../../libs/platform/runtime/dist/index.js');
  const { doorPaths } = await import('../../apps/ingestion/dist/index.js');
  const api = {};
  for (const definition of allServices)
    api[definition.name] = Object.keys((await describeServices([definition])).paths);
  const { groups: alerts } = parse(readFileSync(alertsFile, 'utf8'));
  return { ...renderComposeFiles(), ...renderManifests({ doors: doorPaths, api, alerts }) };
}
