/** Recency, frequency and monetary value per customer over HTTP. */
import { type Rfm } from '@tributary/domain-analytics';
import { cursorOf, positionOf, Problem } from '@tributary/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RfmAnswer, RfmListAnswer } from './figures.answers.ts';
import { RfmListQuery, RfmQuery } from './figures.query.ts';
import { ReadFigures } from './read-figures.ts';
import { Today } from './today.ts';

@ApiTags('figures')
@Controller('v1/figures/rfm')
export class RfmController {
  constructor(
    private readonly figures: ReadFigures,
    private readonly today: Today,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Customers with recency, frequency, monetary value and scores, highest value first' })
  @ApiOkResponse({ type: RfmListAnswer })
  async list(@Query() query: RfmListQuery): Promise<RfmListAnswer> {
    const { at, currency, list, shown, stamp } = await this.figures.rfm(query.at ?? this.today.day(), query.currency);
    const start = startOf(list, positionOf(query.after));
    const items = list.slice(start, start + query.limit);
    const last = items.at(-1);
    const next = last && start + items.length < list.length ? cursorOf(`${last.monetary} ${last.id}`) : null;
    return { at, currency, customers: list.length, items: items.map(shown), next, ...stamp };
  }

  @Get(':profile')
  @ApiOperation({ summary: 'Recency, frequency, monetary value and scores of one customer' })
  @ApiOkResponse({ type: RfmAnswer })
  async one(@Param('profile') profile: string, @Query() query: RfmQuery): Promise<RfmAnswer> {
    const { at, currency, list, shown, stamp } = await this.figures.rfm(query.at ?? this.today.day(), query.currency);
    const customer = list.find(({ id, records }) => id === profile || records.includes(profile));
    if (customer) return { at, currency, customers: list.length, customer: shown(customer), ...stamp };
    throw new Problem({
      status: 404,
      code: 'CUSTOMER_NOT_FOUND',
      detail: `No known customer with this profile or record has an order up to ${at}.`,
      fix: 'Look the profile up at /v1/profiles/{any id}; a merged profile goes by the id of the one that remains.',
    });
  }
}

/** The place after the customer a cursor names, which may have changed value or gone since. */
function startOf(list: readonly Rfm[], position: string | undefined): number {
  if (position === undefined) return 0;
  const [value = '', ...rest] = position.split(' ');
  const [monetary, id] = [Number(value), rest.join(' ')];
  const start = list.findIndex((one) => one.monetary < monetary || (one.monetary === monetary && one.id > id));
  return start === -1 ? list.length : start;
}
