/** Shapes of the routes about beacons. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type BeaconIdentity, type Zone } from '@tributary/domain-proximity';
import { PageQuery } from '@tributary/http';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength } from 'class-validator';
import { type RegisteredBeacon } from './ports.ts';

const beaconExample = {
  ibeacon: { uuid: 'e2c56db5-dffb-48d2-b060-d0f5a71096e0', major: 1, minor: 2 },
  store: 'leeds',
  zone: 'shoes',
  floor: '1',
  position: { x: 3.5, y: 12 },
  measuredPower: -61,
};

const identityText = [
  'Who it is: `frame` (hexadecimal), `ibeacon` (`uuid`, `major`, `minor`) or `eddystone` (`namespace` and `instance`, `url`, or `eid`). Where it hangs:',
  '`store`, `zone`, and where wanted `floor` and `position` (`x`, `y`). `measuredPower`: what is received of it at one metre, in dBm, where it was measured.',
].join(' ');

export class BeaconAnswer implements RegisteredBeacon {
  @ApiProperty() readonly id!: string;
  @ApiProperty({ type: Object, example: { kind: 'ibeacon', ...beaconExample.ibeacon } })
  readonly identity!: BeaconIdentity;
  @ApiProperty({ type: Object, example: { store: 'leeds', zone: 'shoes', floor: '1' } }) readonly zone!: Zone;
  @ApiPropertyOptional({ type: Object, example: beaconExample.position })
  readonly position?: { readonly x: number; readonly y: number };
  @ApiPropertyOptional({ description: 'dBm at one metre, where it was measured.' }) readonly measuredPower?: number;
  @ApiProperty({ format: 'date-time' }) readonly updatedAt!: string;
}

export class BeaconsAnswer {
  @ApiProperty({ type: [BeaconAnswer] }) readonly items!: readonly BeaconAnswer[];
  @ApiProperty({ type: String, nullable: true }) readonly next!: string | null;
}

export class BeaconsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'leeds' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  store?: string;
}

export class ManyBeacons {
  @ApiProperty({ type: [Object], description: `Each with its \`id\`. ${identityText}`, maxItems: 1_000 })
  @IsArray()
  @ArrayMaxSize(10_000) // the limit is told by the use case, with what to do about it
  items!: unknown[];
}

export class PutAnswer {
  @ApiProperty({ description: 'Beacons that stand as they were sent.' }) readonly put!: number;
}

export const beaconBody = { schema: { type: 'object', description: identityText, example: beaconExample } };
