/** Policies over HTTP: versions, which one holds, and how far the people are under it. */
import { Body, Controller, Get, HttpCode, Inject, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { newMeetings, readingDifferences, type PolicyIssue } from '@tributary/domain-identity';
import { PageQuery, pageOf, positionOf, Problem } from '@tributary/http';
import { POLICY_STORE } from '../tokens.ts';
import { ManagePolicies, type Proposal } from './manage-policies.ts';
import { ActivateBody, ActivationAnswer, PoliciesAnswer, PolicyAnswer, PolicyBody } from './policies.dto.ts';
import { noSuchVersion } from './no-such-version.ts';
import { PolicyBook } from './policy-book.ts';
import { type PolicyStore, type PolicyVersion } from './policy-store.ts';
import { RepartitionJob } from './repartition-job.ts';

@ApiTags('policies')
@Controller('v1/policies')
export class PoliciesController {
  constructor(
    private readonly policies: ManagePolicies,
    private readonly book: PolicyBook,
    private readonly repartition: RepartitionJob,
    @Inject(POLICY_STORE) private readonly store: PolicyStore,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All versions of the policy, in order' })
  @ApiOkResponse({ type: PoliciesAnswer })
  async list(@Query() { after, limit }: PageQuery): Promise<PoliciesAnswer> {
    await this.book.refresh();
    const found = await this.store.list(Number(positionOf(after) ?? 0), limit + 1);
    const { items, next } = pageOf(found, limit, ({ policy }) => String(policy.version));
    return { items: items.map((one) => this.#shown(one)), next };
  }

  @Get('activation')
  @ApiOperation({ summary: 'The policy in force, and how far the people are under it' })
  @ApiOkResponse({ type: ActivationAnswer })
  async activation(): Promise<ActivationAnswer> {
    await this.book.refresh();
    const activations = await this.store.activations();
    const last = activations.at(-1);
    if (last === undefined) throw new Error('No policy was ever activated.');
    const { remaining, total } = await this.repartition.progress();
    const policy = this.book.of(last.activation);
    const before = last.activation === 1 ? policy : this.book.of(last.activation - 1);
    const readDifferently = [...readingDifferences(before, policy)];
    return {
      ...{ activation: last.activation, version: last.version, activatedAt: instant(last.at), because: last.because },
      state: remaining === 0 ? 'done' : 'partitioning',
      ...{ done: total - remaining, total, readDifferently, newMeetings: [...newMeetings(before, policy)] },
      fix:
        readDifferently.length === 0
          ? null
          : 'New events are read by this version. To read all history by it, run `tributary rebuild identity`.',
    };
  }

  @Get(':version')
  @ApiOperation({ summary: 'A version of the policy' })
  @ApiOkResponse({ type: PolicyAnswer })
  async one(@Param('version', ParseIntPipe) version: number): Promise<PolicyAnswer> {
    await this.book.refresh();
    const found = await this.store.find(version);
    if (found === undefined) throw noSuchVersion(version);
    return this.#shown(found);
  }

  @Post()
  @ApiOperation({ summary: 'A new version: a whole policy, or a patch on a version. It holds when it is activated' })
  @ApiCreatedResponse({ type: PolicyAnswer })
  async create(@Body() body: PolicyBody): Promise<PolicyAnswer> {
    const proposed = await this.policies.propose(proposalIn(body));
    switch (proposed.kind) {
      case 'added':
        return this.#shown(proposed.version);
      case 'unknown base':
        throw noSuchVersion(proposed.base);
      case 'invalid':
        throw invalid(proposed.issues, 'base' in proposalIn(body) ? '/patch' : '/policy');
    }
  }

  @Post(':version/activate')
  @HttpCode(202)
  @ApiOperation({ summary: 'Put a version in force, for all history: people are partitioned anew in the background' })
  @ApiAcceptedResponse({ type: ActivationAnswer })
  async activate(
    @Param('version', ParseIntPipe) version: number,
    @Body() { because }: ActivateBody,
  ): Promise<ActivationAnswer> {
    const done = await this.policies.activate(version, because);
    if (done.kind === 'unknown version') throw noSuchVersion(version);
    return this.activation();
  }

  #shown({ policy, createdAt, because }: PolicyVersion): PolicyAnswer {
    const { version } = policy;
    const active = this.book.current().version === version;
    return { version, active, because, createdAt: instant(createdAt), policy };
  }
}

const instant = (at: number): string => new Date(at).toISOString();

function proposalIn({ policy, base, patch, because }: PolicyBody): Proposal {
  if (policy !== undefined && base === undefined && patch === undefined) return { policy, because };
  const isBase = base === 'product' || (typeof base === 'number' && Number.isInteger(base));
  if (policy === undefined && patch !== undefined && isBase) return { base, patch, because };
  throw new Problem({
    status: 400,
    code: 'POLICY_PROPOSAL_INVALID',
    detail: 'This is neither a whole policy nor a patch on a version.',
    fix: "Send either policy, or base (a version, or 'product') together with patch.",
  });
}

/** The first issue gives the answer its code; all of them are listed. */
function invalid(issues: readonly PolicyIssue[], root: string): Problem {
  const [first] = issues;
  return new Problem({
    status: 400,
    code: first?.code ?? 'POLICY_INVALID',
    detail: first?.detail ?? 'The policy is not valid.',
    fix: first?.fix ?? 'See the documentation of policies.',
    at: `${root}${first?.at ?? ''}`,
    errors: issues.map(({ code, at, detail, fix }) => ({ at: `${root}${at}`, message: `${code}: ${detail} ${fix}` })),
  });
}
