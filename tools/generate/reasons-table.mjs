/** docs/reference/reasons.md: every reason for which an event, a request, a file or a row is refused, from the catalogues. */
export function reasonsPage({ events, problems, rows, files }) {
  return [
    '# Reasons for which something is refused',
    '',
    '## An event',
    '',
    'Every door uses the same ones: HTTP answers list them by `index`, `event.rejected.v1` and `GET /v1/rejections` carry them, and a report of an import names them',
    'by line. The bytes of a refused event are kept, but for `PERSONAL_DATA`; `POST /v1/rejections/replay` sends it in again under the rules of that day.',
    'Where a whole body is none (`NOT_JSON`, `NOT_UTF8`: 400) or asks for too much at once (`TOO_MANY_EVENTS`, `BATCH_TOO_LARGE`: 413), nothing of it is taken.',
    '',
    ...table(['code', 'what to do'], events),
    '',
    '## A request to a door',
    '',
    'Nothing of it was taken, or nobody knows: sending it again is safe.',
    '',
    ...table(['status', 'code', 'what to do'], problemsOfDoors(problems)),
    '',
    '## Any other request',
    '',
    'Of the API, by the service that answers it. `…` stands for what only the answer can tell; where nothing is said to be done, the answer says it.',
    '',
    ...table(['service', 'status', 'code', 'what to do'], otherProblems(problems)),
    '',
    '## A row of a file',
    '',
    'It is refused by its place, and the reading goes on; an event that the row becomes may be refused for any of the reasons above.',
    '',
    ...table(['code', 'what to do'], rows),
    '',
    '## A file',
    '',
    'Nothing more of it can be read; what was read before is taken.',
    '',
    ...table(['code', 'what to do'], files),
    '',
  ].join('\n');
}

const isOfDoors = ({ file }) =>
  /^apps\/ingestion\/src\/accept-events\/|\/http\/src\/(client-error|header-faults)/.test(file);

/** What is refused as a whole for a reason of an event stands among those. */
const problemsOfDoors = (problems) =>
  inOrder(
    problems
      .filter((one) => isOfDoors(one) && one.fix !== undefined)
      .map(({ status, code, fix }) => [status, code, fix]),
  );

const otherProblems = (problems) =>
  inOrder(
    problems
      .filter((one) => !isOfDoors(one))
      .map(({ file, status, code, fix = '' }) => [/^apps\/([^/]+)/.exec(file)?.[1] ?? 'every', status, code, fix]),
  );

/** Of what is told at several places the reader wants one. */
const inOrder = (rows) =>
  [...new Map(rows.map((row) => [row.join('\n'), row])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);

/** The code, which is the last but one, is set as code. */
const table = (head, rows) => [
  `| ${head.join(' | ')} |`,
  `|${'---|'.repeat(head.length)}`,
  ...rows.map(
    (row) => `| ${row.map((cell, index) => (index === row.length - 2 ? `\`${cell}\`` : cell)).join(' | ')} |`,
  ),
];
