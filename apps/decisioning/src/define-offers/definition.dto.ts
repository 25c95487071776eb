/** How definitions look over HTTP. */
import { ApiProperty } from '@nestjs/swagger';
import { type JsonObject } from '@tributary/contracts';
import { type StoredDefinition } from '../ports.ts';

export const offerExample = {
  name: 'A gift for loyal customers',
  placements: ['home-hero'],
  channels: ['web'],
  priority: 90,
  schedule: { from: '2026-03-01T00:00:00Z', zone: 'Europe/London', daily: [{ from: '09:00', to: '18:00' }] },
  eligibility: { all: [{ inSegment: 'loyal' }, { not: { trait: 'city', equals: 'Leeds' } }] },
  applicability: { unlessOwns: ['22423'] },
  caps: [{ limit: 3, per: 'person', within: '7d', counts: 'exposure' }],
  content: { title: 'A gift for you' },
};

export const placementExample = {
  name: 'Top of the home page',
  size: 1,
  channels: ['web'],
  fallback: { content: { title: 'Welcome' } },
  hold: '30m',
};

export class DefinitionAnswer {
  @ApiProperty() readonly id!: string;
  @ApiProperty({ description: 'Counts up with every change.' }) readonly version!: number;
  @ApiProperty({ format: 'date-time' }) readonly changedAt!: string;
  @ApiProperty({ description: 'As it was written.', type: Object }) readonly definition!: JsonObject;
  @ApiProperty({ description: 'True for the last version of something that is gone.' }) readonly deleted!: boolean;
}

export class DefinitionsAnswer {
  @ApiProperty({ type: [DefinitionAnswer] }) readonly items!: readonly DefinitionAnswer[];
  @ApiProperty({ type: String, nullable: true }) readonly next!: string | null;
}

export function definitionAnswer({ id, version, definition, deleted, at }: StoredDefinition): DefinitionAnswer {
  // eslint-disable-next-line no-restricted-syntax -- only objects are accepted when a definition is written
  const json = JSON.parse(definition) as JsonObject;
  return { id, version, changedAt: new Date(at).toISOString(), definition: json, deleted };
}
