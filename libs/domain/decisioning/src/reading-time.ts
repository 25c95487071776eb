/** Reads instants, times of day, zones and durations. */
import { isZone, parseMoment } from '@tributary/domain-conditions';
import { day, hour, minute } from './definition.ts';
import { fault, wrongType, type Node } from './reading.ts';

export function instant(node: Node): number | null {
  if (typeof node.value !== 'string') return wrongType(node, 'an instant such as `2026-03-01T00:00:00Z`');
  const time = node.value.includes('T') ? parseMoment(node.value, 'UTC') : undefined;
  if (time !== undefined) return time;
  return fault(
    node,
    'BAD_INSTANT',
    `\`${node.value.slice(0, 40)}\` is not an instant.`,
    'Write RFC 3339 with a zone, e.g. `2026-03-01T00:00:00Z`.',
  );
}

const clockPattern = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** `HH:MM` as minutes since midnight. */
export function timeOfDay(node: Node): number | null {
  if (typeof node.value !== 'string') return wrongType(node, 'a time of day such as `09:30`');
  const match = clockPattern.exec(node.value);
  if (match === null) {
    return fault(node, 'BAD_TIME_OF_DAY', `\`${node.value.slice(0, 20)}\` is not a time of day.`, 'Write `HH:MM`.');
  }
  return match[1] === undefined ? 24 * 60 : Number(match[1]) * 60 + Number(match[2]);
}

export function zone(node: Node): string | null {
  if (typeof node.value !== 'string') return wrongType(node, 'an IANA zone such as `Europe/London`');
  if (isZone(node.value)) return node.value;
  return fault(
    node,
    'BAD_ZONE',
    `\`${node.value.slice(0, 60)}\` is not a time zone.`,
    'Write an IANA name, e.g. `Europe/London`.',
  );
}

const units = { m: minute, h: hour, d: day } as const;

/** `30m`, `12h`, `7d` as milliseconds. */
export function duration(node: Node, max: number): number | null {
  if (typeof node.value !== 'string') return wrongType(node, 'a duration such as `7d`');
  const match = /^([1-9]\d{0,5})([mhd])$/.exec(node.value);
  const unit = match?.[2];
  if (unit !== 'm' && unit !== 'h' && unit !== 'd') {
    return fault(
      node,
      'BAD_DURATION',
      `\`${node.value.slice(0, 20)}\` is not a duration.`,
      'Write `30m`, `12h` or `7d`.',
    );
  }
  const length = Number(match?.[1]) * units[unit];
  if (length <= max) return length;
  return fault(node, 'OUT_OF_RANGE', `\`${node.value}\` is too long.`, `Use at most ${max / day}d.`);
}
