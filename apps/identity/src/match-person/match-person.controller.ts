/** Who is this? Over HTTP, with nothing written. */
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { type Freshness } from '@tributary/bus';
import { Problem } from '@tributary/http';
import { instant } from '../read-profiles/shown-profile.ts';
import { FRESHNESS } from '../tokens.ts';
import { MatchAnswer, MatchQuestion } from './match-person.dto.ts';
import { MatchPerson, type Candidate } from './match-person.ts';

@Controller('v1/resolve')
export class MatchPersonController {
  constructor(
    private readonly people: MatchPerson,
    @Inject(FRESHNESS) private readonly freshness: Freshness,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Who somebody is by identifiers and traits, with the reasons; nothing is stored' })
  @ApiOkResponse({ type: MatchAnswer })
  async resolve(@Body() question: MatchQuestion): Promise<MatchAnswer> {
    if (question.identifiers.length === 0 && Object.keys(question.traits).length === 0) {
      throw new Problem({
        status: 400,
        code: 'NOTHING_TO_MATCH',
        detail: 'Neither an identifier nor a trait was given.',
        fix: 'Send identifiers, traits, or both, e.g. {"traits": {"firstName": "Ann", "lastName": "Kelley"}}.',
      });
    }
    const { asOf, lagMs } = await this.freshness.of('identity');
    const { match, candidates, ignored, generic } = await this.people.of(question);
    return {
      match: match ?? null,
      candidates: candidates.map(shown),
      ignored: ignored.map(({ identifier, why }) => ({ ...identifier, why })),
      generic: [...generic],
      asOf: instant(asOf),
      lagMs,
    };
  }
}

function shown({ profile, record, shared, comparison }: Candidate): MatchAnswer['candidates'][number] {
  const named = shared.map((key) => key.replace('|', ':'));
  if (comparison === undefined) return { profile, record, p: null, bits: null, waterfall: null, shared: named };
  const { prior, fields, bits, p } = comparison;
  return {
    profile,
    record,
    p,
    bits,
    waterfall: { prior, fields: fields.map((field) => ({ ...field })) },
    shared: named,
  };
}
