/** What the policy routes take and answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, ValidateIf } from 'class-validator';

class BecauseBody {
  @ApiProperty({ example: 'families share phones here' })
  @IsString()
  @Length(1, 500)
  readonly because!: string;
}

export class PolicyBody extends BecauseBody {
  @ApiPropertyOptional({ type: Object, description: 'A whole policy, as GET /v1/policies/{v} shows it.' })
  @IsOptional()
  readonly policy?: unknown;

  @ApiPropertyOptional({
    oneOf: [{ type: 'integer' }, { type: 'string', enum: ['product'] }],
    description: 'The version that `patch` changes; `product`: the policy that this release brings.',
  })
  @ValidateIf(({ base }: PolicyBody) => base !== undefined)
  readonly base?: unknown;

  @ApiPropertyOptional({
    type: Object,
    description: 'A JSON merge patch (RFC 7396): null takes a field away.',
    example: { identifiers: { phone: { people: 2 } } },
  })
  @IsOptional()
  readonly patch?: unknown;
}

export class ActivateBody extends BecauseBody {}

export class PolicyAnswer {
  @ApiProperty() version!: number;
  @ApiProperty({ description: 'It is in force.' }) active!: boolean;
  @ApiProperty() because!: string;
  @ApiProperty() createdAt!: string;
  @ApiProperty({ type: Object }) policy!: object;
}

export class PoliciesAnswer {
  @ApiProperty({ type: [PolicyAnswer] }) items!: PolicyAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class ActivationAnswer {
  @ApiProperty({ description: 'Counts activations; the same version may be activated again.' }) activation!: number;
  @ApiProperty({ description: 'The version in force.' }) version!: number;
  @ApiProperty() activatedAt!: string;
  @ApiProperty() because!: string;
  @ApiProperty({ enum: ['partitioning', 'done'] }) state!: 'partitioning' | 'done';
  @ApiProperty({ description: 'Components that are under the policy in force.' }) done!: number;
  @ApiProperty({ description: 'Components that were to be brought under it.' }) total!: number;
  @ApiProperty({
    type: [String],
    description:
      'Where records meet now that did not meet before; components that never met are linked as the work goes on.',
  })
  newMeetings!: string[];
  @ApiProperty({
    type: [String],
    description:
      'Parts by which events are read that differ from the activation before: stored facts stay as they were read.',
  })
  readDifferently!: string[];
  @ApiProperty({ type: String, nullable: true, description: 'What else has to be done; null: nothing.' })
  fix!: string | null;
}
