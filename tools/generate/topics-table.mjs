/** The registry as a Markdown table. */

const kept = (retention) => (retention === 'compacted' ? 'compacted' : `${retention.days} d`);

export function topicsTable(topics) {
  const rows = topics.map((topic) => [
    `\`${topic.name}\``,
    `\`${topic.message.name}\``,
    topic.key,
    topic.producers.join(', '),
    topic.consumers.join(', '),
    kept(topic.retention),
    String(topic.partitions),
  ]);
  const head = ['topic', 'message', 'key', 'from', 'to', 'kept', 'partitions'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
