/** Shapes of the routes about bridges. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type JsonObject } from '@tributary/contracts';
import { type Reason } from '@tributary/domain-collection';
import { IsBoolean, IsIn, IsObject, IsOptional, IsString, Length } from 'class-validator';
import { type DescribedBridge, type PartitionState, type TopicState } from './describe-bridges.ts';
import { type Bridge } from './ports.ts';
import { type ShownMessage, type TopicPreview } from './preview-topic.ts';

const beginnings = ['beginning', 'end'] as const;
const states = ['starting', 'running', 'paused', 'failing'] as const;
const fates = ['taken', 'rejected', 'left-out', 'unmapped'] as const;

const mappingText = [
  'As the mapping of a file, without `groupBy`: a message is a group of its own. `format` may say `rows`, a list in each message whose items become rows.',
  'Columns are members of the message by their paths (`customer/email`), and `$topic`, `$partition`, `$offset`, `$timestamp`, `$key`, `$header/<name>`.',
  'Without `messageId` the id of an event is derived from topic, partition, offset and time of its message.',
].join(' ');

export class NewBridge {
  @ApiProperty({ example: 'shop.orders', description: 'On the brokers of this deployment, and not of itself.' })
  @IsString()
  @Length(1, 249)
  topic!: string;

  @ApiProperty({ example: 'shop', description: 'In whose name the events stand.' })
  @IsString()
  @Length(1, 64)
  source!: string;

  @ApiProperty({ type: Object, description: mappingText })
  @IsObject()
  mapping!: JsonObject;

  @ApiPropertyOptional({
    enum: beginnings,
    default: 'beginning',
    description: 'Where it begins on the topic: decided once, when the bridge is made.',
  })
  @IsOptional()
  @IsIn(beginnings)
  from?: Bridge['from'];

  @ApiPropertyOptional({ description: 'Reads nothing, and goes on where it was when it is false again.' })
  @IsOptional()
  @IsBoolean()
  paused?: boolean;
}

export class PauseBridge {
  @ApiProperty()
  @IsBoolean()
  paused!: boolean;
}

export class TopicPreviewBody {
  @ApiProperty({ example: 'shop.orders' })
  @IsString()
  @Length(1, 249)
  topic!: string;

  @ApiPropertyOptional({ type: Object, description: `Absent: one is proposed. ${mappingText}` })
  @IsOptional()
  @IsObject()
  mapping?: JsonObject;
}

class PartitionAnswer implements PartitionState {
  @ApiProperty() readonly partition!: number;
  @ApiProperty({ description: 'The next offset to be read.' }) readonly next!: number;
  @ApiProperty() readonly end!: number;
  @ApiProperty({ description: 'Messages that wait.' }) readonly lag!: number;
}

class TopicAnswer implements TopicState {
  @ApiProperty() readonly topic!: string;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Messages that wait; null of a topic that is not read any more, or that cannot be looked at.',
  })
  readonly lag!: number | null;
  @ApiProperty({ type: [PartitionAnswer] }) readonly partitions!: readonly PartitionAnswer[];
  @ApiProperty({ description: 'Messages that became events.' }) readonly taken!: number;
  @ApiProperty({ description: 'Messages that were rejected when they were read.' }) readonly rejected!: number;
  @ApiProperty({ description: 'Tombstones, and messages that no rule makes an event of.' }) readonly leftOut!: number;
  @ApiProperty({ description: 'Events that the messages became.' }) readonly events!: number;
}

export class BridgeAnswer {
  @ApiProperty() readonly name!: string;
  @ApiProperty() readonly topic!: string;
  @ApiProperty() readonly source!: string;
  @ApiProperty({ type: Object }) readonly mapping!: JsonObject;
  @ApiProperty({ enum: beginnings }) readonly from!: Bridge['from'];
  @ApiProperty() readonly paused!: boolean;
  @ApiProperty({ enum: states, description: 'As the process that answers sees it.' })
  readonly state!: DescribedBridge['state'];
  @ApiProperty({ type: String, nullable: true, description: 'Why it is failing.' }) readonly trouble!: string | null;
  @ApiProperty({ format: 'date-time' }) readonly createdAt!: string;
  @ApiProperty({ format: 'date-time' }) readonly changedAt!: string;
  @ApiProperty({ type: [TopicAnswer], description: 'The topic that is read, then those that were.' })
  readonly topics!: readonly TopicAnswer[];
}

export class BridgesAnswer {
  @ApiProperty({ type: [BridgeAnswer], description: 'By name.' }) readonly items!: readonly BridgeAnswer[];
}

class RefusalAnswer implements Reason {
  @ApiProperty({ type: String, example: 'INVALID_ROW' }) readonly code!: Reason['code'];
  @ApiProperty() readonly detail!: string;
  @ApiPropertyOptional({ description: 'JSON pointer to the culprit.' }) readonly at?: string;
  @ApiProperty() readonly fix!: string;
}

class MessageAnswer implements ShownMessage {
  @ApiProperty() readonly partition!: number;
  @ApiProperty() readonly offset!: number;
  @ApiProperty({ type: Object, description: '`$key`, `$timestamp` and the others, as a mapping reads them.' })
  readonly attributes!: JsonObject;
  @ApiProperty({ type: [Object], description: 'Of its value, at most 20.' }) readonly rows!: readonly JsonObject[];
  @ApiProperty({ enum: fates, description: '`unmapped`: it can be read, and there is no mapping.' })
  readonly outcome!: ShownMessage['outcome'];
  @ApiProperty({ type: [Object], description: 'That it would become.' }) readonly events!: readonly JsonObject[];
  @ApiPropertyOptional({ type: RefusalAnswer, description: 'Why it would be rejected.' })
  readonly reason?: RefusalAnswer;
}

class ProposalAnswer {
  @ApiPropertyOptional({
    type: Object,
    description: 'Absent: the messages say too little; the notes say what is missing.',
  })
  readonly mapping!: JsonObject | undefined;
  @ApiProperty({ type: [String], description: 'What each guess rests on.' }) readonly notes!: readonly string[];
}

export class TopicPreviewAnswer implements TopicPreview {
  @ApiProperty({ type: [MessageAnswer], description: 'The newest first, at most 20.' })
  readonly messages!: readonly MessageAnswer[];
  @ApiProperty({ type: [String] }) readonly columns!: readonly string[];
  @ApiProperty({ type: ProposalAnswer, nullable: true, description: 'Where no mapping was given.' })
  readonly proposal!: ProposalAnswer | null;
}
