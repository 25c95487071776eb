/** Dry runs over HTTP: try a version, see what it would change, and whom. */
import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AffectedProfile } from '@tributary/domain-identity';
import { PageQuery, pageOf, positionOf, Problem } from '@tributary/http';
import { noSuchVersion } from '../manage-policies/no-such-version.ts';
import { PolicyBook } from '../manage-policies/policy-book.ts';
import { AffectedPageAnswer, DryRunAnswer, DryRunBody, type AffectedAnswer } from './dry-run.dto.ts';
import { DryRun, type DryRunWalk } from './dry-run.ts';

@ApiTags('policies')
@Controller('v1/policies/:version/dry-run')
export class DryRunController {
  constructor(
    private readonly dryRun: DryRun,
    private readonly book: PolicyBook,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Try a version on all history, without putting it in force' })
  @ApiAcceptedResponse({ type: DryRunAnswer })
  async start(@Param('version', ParseIntPipe) version: number, @Body() { anew }: DryRunBody): Promise<DryRunAnswer> {
    const walk = await this.dryRun.start(version, { anew });
    if (walk === undefined) throw noSuchVersion(version);
    return this.#shown(walk);
  }

  @Get()
  @ApiOperation({ summary: 'How far the dry run of a version is, and what it has found so far' })
  @ApiOkResponse({ type: DryRunAnswer })
  async progress(@Param('version', ParseIntPipe) version: number): Promise<DryRunAnswer> {
    await this.book.refresh();
    return this.#shown(await this.#known(version));
  }

  @Get('affected')
  @ApiOperation({ summary: 'People whom a version would change, and how' })
  @ApiOkResponse({ type: AffectedPageAnswer })
  async affected(
    @Param('version', ParseIntPipe) version: number,
    @Query() { after, limit }: PageQuery,
  ): Promise<AffectedPageAnswer> {
    const walk = await this.#known(version);
    const [, count = '0', component = ''] = /^(\d+) (.*)$/s.exec(positionOf(after) ?? '') ?? [];
    const found: (AffectedProfile & { readonly place: string })[] = [];
    let seen = Number(count); // people of the first component that were on the page before
    for await (const row of this.dryRun.affected(walk, component)) {
      const skipped = row.component === component ? seen : 0;
      seen = skipped;
      for (const one of row.row.slice(skipped)) {
        seen += 1;
        found.push({ ...one, place: `${seen} ${row.component}` });
      }
      if (found.length > limit) break;
    }
    const { items, next } = pageOf(found, limit, ({ place }) => place);
    return { items: items.map(shownAffected), next };
  }

  async #known(version: number): Promise<DryRunWalk> {
    const walk = await this.dryRun.find(version);
    if (walk !== undefined) return walk;
    if (!(await this.dryRun.isVersion(version))) throw noSuchVersion(version);
    throw new Problem({
      status: 404,
      code: 'DRY_RUN_NOT_FOUND',
      detail: `Version ${version} of the policy was never tried.`,
      fix: `POST /v1/policies/${version}/dry-run starts a dry run.`,
    });
  }

  async #shown(walk: DryRunWalk): Promise<DryRunAnswer> {
    const { sum, startedAt, endedAt, looked, total } = walk;
    const { version, against, people, merges, splits, affected, components, saturated } = sum;
    const unforeseen = await this.dryRun.unforeseen(walk);
    return {
      ...{ version, against, isCurrent: this.book.current().version === against },
      state: endedAt === undefined ? 'running' : 'done',
      startedAt: new Date(startedAt).toISOString(),
      endedAt: endedAt === undefined ? null : new Date(endedAt).toISOString(),
      ...{ done: looked, total: Math.max(total, looked), people, merges, splits, affected },
      listIsWhole: components.kept === components.affected,
      alsoPossible: {
        newMeetings: [...unforeseen.newMeetings],
        readDifferently: [...unforeseen.readDifferently],
        saturated,
      },
    };
  }
}

const shownAffected = ({ profile, change, into }: AffectedProfile): AffectedAnswer => ({
  profile,
  change,
  into: into.map((part) => ({ profile: part.profile, records: [...part.records] })),
});
