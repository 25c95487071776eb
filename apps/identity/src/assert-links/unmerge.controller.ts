/** Undoing a merge over HTTP. */
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { type RecordId } from '@tributary/contracts';
import { Problem } from '@tributary/http';
import { FindPerson } from '../read-profiles/find-person.ts';
import { onlyPerson } from '../read-profiles/only-person.ts';
import { shownProfile } from '../read-profiles/shown-profile.ts';
import { shownAssertion, UnmergeBody, UnmergedAnswer } from './assertions.dto.ts';
import { recordNamed } from './name-record.ts';
import { type AskedParts } from './parts-of.ts';
import { Unmerge } from './unmerge.ts';

@Controller('v1/profiles')
export class UnmergeController {
  constructor(
    private readonly people: FindPerson,
    private readonly unmerge: Unmerge,
  ) {}

  @Post(':anyId/unmerge')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Undo a merge: both people are as they were, with their own history, segments, caps and figures',
    description: 'Without `records` and `into` the last merge of the person is undone.',
  })
  @ApiOkResponse({ type: UnmergedAnswer })
  async undo(@Param('anyId') anyId: string, @Body() { records, into, why, by }: UnmergeBody): Promise<UnmergedAnswer> {
    const asked = askedOf(records, into);
    const { profile, component } = onlyPerson(await this.people.by(anyId), anyId);
    const { people, assertions } = await this.unmerge.from({ profile, component, asked, by, why });
    return { people: people.map(shownProfile), assertions: assertions.map(shownAssertion) };
  }
}

function askedOf(records: readonly string[] | undefined, into: readonly unknown[] | undefined): AskedParts | undefined {
  if (records !== undefined && into !== undefined) throw wrong('/into', 'Give either `records` or `into`.');
  if (records !== undefined) return { apart: [recordsOf(records, '/records')] };
  if (into === undefined) return undefined;
  return {
    into: into.map((part, index) => {
      if (!Array.isArray(part)) throw wrong(`/into/${index}`, 'A part is a list of record ids.');
      return recordsOf(part, `/into/${index}`);
    }),
  };
}

const recordsOf = (ids: readonly unknown[], at: string): readonly RecordId[] =>
  ids.map((id, index) => {
    const record = typeof id === 'string' ? recordNamed(id) : undefined;
    if (record === undefined) throw wrong(`${at}/${index}`, 'A record id begins with r_, a profile id with p_.');
    return record;
  });

const wrong = (at: string, detail: string): Problem =>
  new Problem({
    ...{ status: 400, code: 'VALIDATION_FAILED', detail, at },
    fix: 'Name records by their ids, as GET /v1/profiles/{id} lists them.',
  });
