/** What the API of segments takes and answers. */
import { ApiProperty } from '@nestjs/swagger';
import { type Explanation } from '@tributary/domain-segmentation';
import { IsDefined, IsString, Length, Matches } from 'class-validator';
import { type Build, type Segment } from '../ports.ts';

const ruleExample = { did: 'Order Completed', count: { atLeast: 3 }, within: '30d' };

export class PreviewBody {
  @ApiProperty({ type: Object, description: 'A rule, as in POST /v1/segments.', example: ruleExample })
  @IsDefined({ message: 'rule is missing' })
  readonly rule: unknown;
}

export class SegmentBody extends PreviewBody {
  @ApiProperty({ example: 'loyal', description: 'Small letters, digits, - and _; at most 64.' })
  @Matches(/^[a-z0-9][a-z0-9_-]{0,63}$/, { message: 'id is 1 to 64 small letters, digits, - and _' })
  readonly id!: string;

  @ApiProperty({ example: 'Three or more orders in thirty days' })
  @IsString()
  @Length(1, 200)
  readonly name!: string;
}

class SegmentProgressAnswer {
  @ApiProperty({ enum: ['archive', 'profiles', 'leaving'], description: 'What it is at.' })
  readonly phase!: Build['phase'];
  @ApiProperty({ description: 'Version of the rule that is being built.' })
  readonly version!: number;
  @ApiProperty({ description: 'Archive events and profiles that are done.' })
  readonly done!: number;
  @ApiProperty({ description: 'Archive events and profiles in all, as known so far.' })
  readonly total!: number;
  @ApiProperty({ description: 'done / total, 0 to 1; 1 only when the segment is live.' })
  readonly share!: number;
}

export class SegmentAnswer {
  @ApiProperty()
  readonly id!: string;
  @ApiProperty()
  readonly name!: string;
  @ApiProperty({ description: 'Version of the newest rule.' })
  readonly version!: number;
  @ApiProperty({ type: Object, description: 'The newest rule.', example: ruleExample })
  readonly rule!: unknown;
  @ApiProperty({ enum: ['building', 'live', 'leaving'] })
  readonly status!: 'building' | 'live' | 'leaving';
  @ApiProperty({ type: SegmentProgressAnswer, nullable: true, description: 'Null when there is nothing to build.' })
  readonly progress!: SegmentProgressAnswer | null;
  @ApiProperty({ description: 'Members now.' })
  readonly size!: number;
  @ApiProperty()
  readonly createdAt!: string;
  @ApiProperty({ description: 'Everything that was known by then is in the answer.' })
  readonly asOf!: string;
  @ApiProperty()
  readonly lagMs!: number;
}

export class SegmentsAnswer {
  @ApiProperty({ type: [SegmentAnswer] })
  readonly items!: readonly SegmentAnswer[];
  @ApiProperty({ type: String, nullable: true })
  readonly next!: string | null;
}

class MemberAnswer {
  @ApiProperty()
  readonly profile!: string;
  @ApiProperty({ description: 'When the membership came about.' })
  readonly since!: string;
  @ApiProperty({ example: '3 of 3 Order Completed since 2026-01-01' })
  readonly because!: string;
  @ApiProperty({ type: String, nullable: true, description: 'When it ends unless something happens.' })
  readonly nextChange!: string | null;
}

export class MembersAnswer {
  @ApiProperty({ type: [MemberAnswer] })
  readonly items!: readonly MemberAnswer[];
  @ApiProperty({ type: String, nullable: true })
  readonly next!: string | null;
  @ApiProperty()
  readonly asOf!: string;
  @ApiProperty()
  readonly lagMs!: number;
}

class SampleAnswer {
  @ApiProperty()
  readonly profile!: string;
  @ApiProperty()
  readonly because!: string;
}

export class PreviewAnswer {
  @ApiProperty({ description: 'Profiles that the rule holds of.' })
  readonly count!: number;
  @ApiProperty({ description: 'Profiles that were judged.' })
  readonly of!: number;
  @ApiProperty({ type: [SampleAnswer], description: 'Ten of them at most.' })
  readonly sample!: readonly SampleAnswer[];
  @ApiProperty()
  readonly asOf!: string;
  @ApiProperty()
  readonly lagMs!: number;
}

export class PartAnswer {
  @ApiProperty({ description: 'JSON pointer into the rule.' })
  readonly at!: string;
  @ApiProperty({ enum: ['all', 'any', 'not', 'trait', 'did'] })
  readonly kind!: Explanation['kind'];
  @ApiProperty()
  readonly member!: boolean;
  @ApiProperty()
  readonly because!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Since when, by what is known now; null: always.' })
  readonly since!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'When it changes unless something happens.' })
  readonly nextChange!: string | null;
  @ApiProperty({ description: 'False when old events are counted by the hour.' })
  readonly exact!: boolean;
  @ApiProperty({ type: () => [PartAnswer] })
  readonly parts!: readonly PartAnswer[];
}

export class ExplainAnswer {
  @ApiProperty({ description: 'The profile asked for, or the one that it was merged into.' })
  readonly profile!: string;
  @ApiProperty()
  readonly segment!: string;
  @ApiProperty()
  readonly member!: boolean;
  @ApiProperty()
  readonly because!: string;
  @ApiProperty({ type: String, nullable: true })
  readonly nextChange!: string | null;
  @ApiProperty({ type: PartAnswer, description: 'Every part of the rule, judged now.' })
  readonly rule!: PartAnswer;
  @ApiProperty({ type: MemberAnswer, nullable: true, description: 'The membership as published last.' })
  readonly published!: (MemberAnswer & { readonly member: boolean; readonly sequence: number }) | null;
  @ApiProperty()
  readonly asOf!: string;
  @ApiProperty()
  readonly lagMs!: number;
}

export const isoOf = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null => (at === null ? null : isoOf(at));

export function segmentAnswer(
  segment: Segment,
  size: number,
  freshness: { readonly asOf: number; readonly lagMs: number },
): SegmentAnswer {
  const { id, name, version, active, build, createdAt } = segment;
  return {
    id,
    name,
    version,
    rule: (build ?? active)?.rule,
    status: build === null ? 'live' : build.phase === 'leaving' ? 'leaving' : 'building',
    progress: build === null ? null : progressOf(build),
    size,
    createdAt: isoOf(createdAt),
    asOf: isoOf(freshness.asOf),
    lagMs: freshness.lagMs,
  };
}

function progressOf({ phase, version, events, profiles }: Build): SegmentProgressAnswer {
  const done = events.done + profiles.done;
  const total = events.total + profiles.total;
  return { phase, version, done, total, share: total === 0 ? 0 : done / total };
}

export function partAnswer({ at, kind, member, because, since, nextChange, exact, parts }: Explanation): PartAnswer {
  return {
    at,
    kind,
    member,
    because,
    since: isoOrNull(since),
    nextChange: isoOrNull(nextChange),
    exact,
    parts: parts.map(partAnswer),
  };
}
