/** docs/reference/reasons.md: every reason for which an event or a row is refused, from the catalogue. */
export function reasonsPage(codes, fixOf) {
  return [
    '# Reasons for which an event is refused',
    '',
    'Every door uses the same ones: HTTP answers list them by `index`, `event.rejected.v1` and `GET /v1/rejections` carry them, and a report of an import names them',
    'by line. The bytes of a refused event are kept, but for `PERSONAL_DATA`; `POST /v1/rejections/replay` sends it in again under the rules of that day.',
    '',
    '| code | what to do |',
    '|---|---|',
    ...codes.map((code) => `| \`${code}\` | ${fixOf(code)} |`),
    '',
  ].join('\n');
}
