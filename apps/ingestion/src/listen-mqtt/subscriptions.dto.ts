/** Shapes of the routes about MQTT subscriptions. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { carried, type Carried, type MqttSubscription } from './ports.ts';

const mappingText = 'How a row becomes events, as of a file; of rows only. See the README of libs/domain/collection.';

export class SubscriptionBody {
  @ApiProperty({ example: 'shops/+/tills', description: 'Topic filter; no topic may be in two of them.' })
  @IsString()
  @MaxLength(65_535)
  filter!: string;

  @ApiProperty({ example: 'tills', description: 'The source whose events these are.' })
  @IsString()
  @MaxLength(64)
  source!: string;

  @ApiProperty({
    enum: carried,
    description:
      '`events` in the Segment wire format, `sightings` of beacons, or `rows` that a mapping makes events of.',
  })
  @IsIn(carried)
  carries!: Carried;

  @ApiPropertyOptional({ type: Object, description: mappingText })
  @IsOptional()
  @IsObject()
  mapping?: object;
}

export class SubscriptionAnswer implements Omit<MqttSubscription, 'removed'> {
  @ApiProperty() readonly name!: string;
  @ApiProperty() readonly filter!: string;
  @ApiProperty() readonly source!: string;
  @ApiProperty({ enum: carried }) readonly carries!: Carried;
  @ApiPropertyOptional({ type: Object, description: mappingText }) readonly mapping?: unknown;
  @ApiProperty({ format: 'date-time' }) readonly updatedAt!: string;
}

export class SubscriptionsAnswer {
  @ApiProperty({ type: [SubscriptionAnswer] }) readonly items!: readonly SubscriptionAnswer[];
  @ApiProperty({ type: String, nullable: true }) readonly next!: string | null;
}
