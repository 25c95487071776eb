/** What the Grafana dashboards show: rows of panels, each a title, what it says, its unit and its queries with their legends. */
import { conservation } from './dashboards/conservation.mjs';
import { doors } from './dashboards/doors.mjs';
import { engines } from './dashboards/engines.mjs';
import { overview } from './dashboards/overview.mjs';
import { service } from './dashboards/service.mjs';

export const dashboards = { overview, doors, service, engines, conservation };
