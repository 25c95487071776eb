/** What the sample became, read from the services as any client reads it. */
import Type, { type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { type Client } from '@tributary/api-client';

const figures = Type.Object({
  ordersKnown: Type.Integer(),
  ordersGuest: Type.Integer(),
  cancellations: Type.Integer(),
  gross: Type.Number(),
  net: Type.Number(),
  customers: Type.Integer(),
  customersWithThreeOrders: Type.Integer(),
});
const count = Type.Object({ count: Type.Integer() });
const total = Type.Object({ total: Type.Integer() });
const segments = Type.Object({ items: Type.Array(Type.Object({ id: Type.String(), size: Type.Integer() })) });

export interface Summary extends Static<typeof figures> {
  readonly profiles: number;
  readonly events: number;
  /** From the start of the process to the summary. */
  readonly seconds: number;
  readonly segments: Readonly<Record<string, number>>;
}

export async function readSummary(client: Client, seconds: number): Promise<Summary> {
  const [totals, profiles, events, found] = await Promise.all([
    read(client, '/v1/figures/summary', figures),
    read(client, '/v1/profiles/count', count),
    read(client, '/v1/archive/count', total),
    read(client, '/v1/segments?limit=500', segments),
  ]);
  const { customers, ordersKnown, ordersGuest, cancellations, gross, net, customersWithThreeOrders } = totals;
  return {
    ...{ customers, ordersKnown, ordersGuest, cancellations, gross, net, customersWithThreeOrders },
    profiles: profiles.count,
    events: events.total,
    seconds: Math.round(seconds * 10) / 10,
    segments: Object.fromEntries(found.items.map(({ id, size }) => [id, size])),
  };
}

async function read<S extends TSchema>(client: Client, path: string, schema: S): Promise<Static<S>> {
  const answer = await client.get(path);
  if (Value.Check(schema, answer)) return answer;
  throw new Error(`${path} answered something unexpected.`);
}
