/** Turns rows of panels into a dashboard as Grafana imports it. */

export const source = { type: 'prometheus', uid: 'prometheus' };

const looks = {
  timeseries: { custom: { lineWidth: 1, fillOpacity: 10, showPoints: 'never', spanNulls: 60_000 } },
  stat: { noValue: 'none yet', color: { mode: 'fixed', fixedColor: 'text' } },
  table: {},
};

const options = {
  timeseries: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  stat: { reduceOptions: { calcs: ['lastNotNull'] }, graphMode: 'area', textMode: 'value_and_name' },
  table: { showHeader: true },
};

/** A row: heading and panels; a panel: title, description, unit, queries as [expression, legend], kind. */
export function dashboard(uid, title, rows, variables = []) {
  const panels = [];
  let y = 0;
  for (const [heading, content] of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: heading,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: 24, h: 1 },
    });
    y += 1;
    const across = content.every(([, , , , kind]) => kind === 'stat') ? content.length : Math.min(3, content.length);
    const height = content[0][4] === 'stat' ? 5 : 8;
    for (const [index, one] of content.entries()) {
      const place = {
        x: (index % across) * (24 / across),
        y: y + Math.floor(index / across) * height,
        w: 24 / across,
        h: height,
      };
      panels.push(panel(panels.length + 1, one, place));
    }
    y += Math.ceil(content.length / across) * height;
  }
  return {
    uid,
    title,
    tags: ['tributary'],
    timezone: 'browser',
    schemaVersion: 41,
    editable: false,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    templating: { list: variables },
    annotations: { list: [] },
    links: [
      {
        title: 'Tributary',
        type: 'dashboards',
        tags: ['tributary'],
        asDropdown: false,
        includeVars: false,
        keepTime: true,
      },
    ],
    panels,
  };
}

function panel(id, [title, description, unit, queries, kind = 'timeseries'], gridPos) {
  const targets = queries.map(([expr, legendFormat], index) => ({
    refId: String.fromCodePoint(65 + index),
    datasource: source,
    expr,
    legendFormat,
    ...(kind === 'table' ? { instant: true, format: 'table' } : {}),
  }));
  return {
    id,
    type: kind,
    title,
    description,
    datasource: source,
    gridPos,
    targets,
    fieldConfig: {
      defaults: {
        unit,
        min: title === 'Unaccounted for' || title.startsWith('Growth') ? undefined : 0,
        ...looks[kind],
      },
      overrides: [],
    },
    options: options[kind],
  };
}
