/** docs/reference/reasons.md: every reason for which an event, a request, a file or a row is refused, from the catalogues. */
export function reasonsPage({ events, requests, rows, files }) {
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
    ...table(['status', 'code', 'what to do'], requests),
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

/** The code, which is the last but one, is set as code. */
const table = (head, rows) => [
  `| ${head.join(' | ')} |`,
  `|${'---|'.repeat(head.length)}`,
  ...rows.map(
    (row) => `| ${row.map((cell, index) => (index === row.length - 2 ? `\`${cell}\`` : cell)).join(' | ')} |`,
  ),
];
