/** Shapes of the routes about the rules of a source. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type SourceRules } from '@tributary/domain-governance';
import { IsInt, IsObject, IsOptional, Min } from 'class-validator';
import { type ViolationGroup } from '../ports.ts';
import { type Preview } from './preview-rules.ts';

const rulesText = [
  '`plan`: `events` (`type`, `name`, `properties`, `others` allow or refuse), `traits`, `unplanned` (allow, warn, block), `violations`',
  '(warn, strip, block); a property has a `type` (string, number, integer, boolean, time, object, list, any) and may have `required`,',
  '`oneOf`, `atLeast`, `atMost`, `longest`, `of`, `properties`, `others`, `description`.',
  '`privacy`: by detector (see `GET /v1/detectors`) keep, mask, hash, drop or block.',
  '`addresses`: keep, truncate or drop.',
  '`consent`: `unsaid` (collect, suppress), `categories`, `purposes` (TCF), `globalPrivacyControl` (ignore, suppress).',
].join(' ');

export class RulesBody {
  @ApiProperty({ type: Object, description: rulesText })
  @IsObject()
  rules!: object;
}

export class NewRules extends RulesBody {
  @ApiPropertyOptional({ description: 'The version that this change is of: it is refused where somebody was faster.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  version?: number;
}

export class RulesAnswer {
  @ApiProperty() readonly source!: string;
  @ApiProperty({ description: 'From 1; 0 where nobody has given any: then the usual rules hold.' })
  readonly version!: number;
  @ApiProperty({ type: Object, description: rulesText }) readonly rules!: SourceRules;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly createdAt!: string | null;
}

export class RulesVersionsAnswer {
  @ApiProperty({ type: [RulesAnswer], description: 'The newest first, at most 100.' })
  readonly items!: readonly RulesAnswer[];
}

export class ViolationAnswer implements ViolationGroup {
  @ApiProperty() readonly source!: string;
  @ApiProperty() readonly type!: ViolationGroup['type'];
  @ApiPropertyOptional() readonly name?: string;
  @ApiProperty({ example: 'wrong-type' }) readonly kind!: ViolationGroup['kind'];
  @ApiProperty({ example: '/properties/products/*/price', description: '`*` stands for any item of a list.' })
  readonly at!: string;
  @ApiProperty() readonly expected!: string;
  @ApiProperty() readonly found!: string;
  @ApiProperty() readonly count!: number;
  @ApiProperty({ format: 'date-time' }) readonly firstAt!: string;
  @ApiProperty({ format: 'date-time' }) readonly lastAt!: string;
  @ApiProperty({ type: [String], description: 'Message ids of the latest; see `GET /v1/events/:messageId`.' })
  readonly samples!: readonly string[];
}

export class ViolationsAnswer {
  @ApiProperty({ type: [ViolationAnswer], description: 'The most frequent first.' })
  readonly items!: readonly ViolationAnswer[];
  @ApiProperty({ type: String, nullable: true }) readonly next!: string | null;
}

export class ForgottenAnswer {
  @ApiProperty() readonly forgotten!: number;
}

export class RulesPreviewAnswer implements Preview {
  @ApiProperty({ description: 'The newest events of the last day that were tried.' }) readonly events!: number;
  @ApiProperty() readonly passed!: number;
  @ApiProperty() readonly warned!: number;
  @ApiProperty() readonly blocked!: number;
  @ApiProperty() readonly suppressed!: number;
  @ApiProperty({ type: Object, description: 'Places where personal data was found, by detector.' })
  readonly personalData!: Readonly<Record<string, number>>;
  @ApiProperty({ type: [ViolationAnswer] }) readonly violations!: readonly ViolationAnswer[];
}

export class InferredPlanAnswer {
  @ApiProperty({ description: 'Events that it was made from.' }) readonly events!: number;
  @ApiProperty({ type: Object, description: 'A plan that all of them keep to; it is not switched on.' })
  readonly plan!: object;
}

class DetectorAnswer {
  @ApiProperty({ example: 'payment-card' }) readonly name!: string;
  @ApiProperty() readonly finds!: string;
}

export class DetectorsAnswer {
  @ApiProperty({ type: [DetectorAnswer] }) readonly items!: readonly DetectorAnswer[];
}
