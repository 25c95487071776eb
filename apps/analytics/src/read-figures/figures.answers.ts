/** What the figures answer. Amounts are in the main unit of `currency` and exact to its minor unit. */
import { ApiProperty } from '@nestjs/swagger';

class Stamped {
  @ApiProperty({ example: '2011-01-10T08:00:00.000Z', description: 'Everything that arrived before is counted.' })
  readonly asOf!: string;
  @ApiProperty({ example: 0, description: 'Distance of `asOf` from now, milliseconds.' })
  readonly lagMs!: number;
}

class Ranged extends Stamped {
  @ApiProperty({ type: String, nullable: true, example: '2010-12-01' })
  readonly from!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2011-01-09' })
  readonly to!: string | null;
}

class Priced extends Ranged {
  @ApiProperty({ example: 'GBP' })
  readonly currency!: string;
  @ApiProperty({ type: [String], description: 'Every currency in the range, the most used first.' })
  readonly currencies!: readonly string[];
}

export class SummaryAnswer extends Priced {
  @ApiProperty({ description: 'Orders that carried a user id, in every currency.' })
  readonly ordersKnown!: number;
  @ApiProperty({ description: 'Orders without a user id.' })
  readonly ordersGuest!: number;
  @ApiProperty()
  readonly cancellations!: number;
  @ApiProperty({ example: 955338.93 })
  readonly gross!: number;
  @ApiProperty({ example: 114726.38 })
  readonly refunds!: number;
  @ApiProperty({ example: 840612.55, description: 'Gross less refunds.' })
  readonly net!: number;
  @ApiProperty({ description: 'Gross per order in this currency.' })
  readonly averageBasket!: number;
  @ApiProperty({ description: 'Orders and refunds whose amount could not be read: counted without money.' })
  readonly unpriced!: number;
  @ApiProperty({ description: 'Known people with an order or a cancellation in the range.' })
  readonly customers!: number;
  @ApiProperty()
  readonly customersWithThreeOrders!: number;
  @ApiProperty({ description: 'Known people whose first order ever is in the range.' })
  readonly newCustomers!: number;
  @ApiProperty({ description: 'Known people who ordered in the range and before it.' })
  readonly returningCustomers!: number;
  @ApiProperty()
  readonly events!: number;
}

class DayAnswer {
  @ApiProperty({ example: '2010-12-01' })
  readonly day!: string;
  @ApiProperty()
  readonly ordersKnown!: number;
  @ApiProperty()
  readonly ordersGuest!: number;
  @ApiProperty()
  readonly cancellations!: number;
  @ApiProperty()
  readonly gross!: number;
  @ApiProperty()
  readonly refunds!: number;
  @ApiProperty()
  readonly net!: number;
  @ApiProperty()
  readonly averageBasket!: number;
  @ApiProperty()
  readonly unpriced!: number;
  @ApiProperty()
  readonly customers!: number;
  @ApiProperty()
  readonly newCustomers!: number;
  @ApiProperty()
  readonly returningCustomers!: number;
  @ApiProperty()
  readonly events!: number;
}

export class DailyAnswer extends Priced {
  @ApiProperty({ type: [DayAnswer], description: 'Days on which anything happened.' })
  readonly days!: readonly DayAnswer[];
}

class ProductAnswer {
  @ApiProperty({ example: '85123A' })
  readonly product!: string;
  @ApiProperty({ description: 'As the latest event calls it.' })
  readonly name!: string;
  @ApiProperty({ description: 'Lines of orders that had it.' })
  readonly orderLines!: number;
  @ApiProperty()
  readonly units!: number;
  @ApiProperty()
  readonly revenue!: number;
  @ApiProperty()
  readonly refundedUnits!: number;
  @ApiProperty()
  readonly refunded!: number;
}

export class ProductsAnswer extends Priced {
  @ApiProperty({ description: 'How many products were sold or refunded in all.' })
  readonly products!: number;
  @ApiProperty({ type: [ProductAnswer] })
  readonly items!: readonly ProductAnswer[];
}

class EventCountAnswer {
  @ApiProperty({ example: 'Order Completed', description: 'Name of a tracked event, or `$page`, `$identify`, ...' })
  readonly name!: string;
  @ApiProperty()
  readonly count!: number;
}

class EventDayCountAnswer extends EventCountAnswer {
  @ApiProperty({ example: '2010-12-01' })
  readonly day!: string;
}

export class EventFiguresAnswer extends Ranged {
  @ApiProperty()
  readonly events!: number;
  @ApiProperty({ type: [EventCountAnswer], description: 'Most frequent first.' })
  readonly totals!: readonly EventCountAnswer[];
  @ApiProperty({ type: [EventDayCountAnswer] })
  readonly days!: readonly EventDayCountAnswer[];
}

class ScoresAnswer {
  @ApiProperty({ minimum: 1, maximum: 5 })
  readonly recency!: number;
  @ApiProperty({ minimum: 1, maximum: 5 })
  readonly frequency!: number;
  @ApiProperty({ minimum: 1, maximum: 5 })
  readonly monetary!: number;
}

class RfmEntryAnswer {
  @ApiProperty({ description: 'The profile, or the record where no profile is known yet.' })
  readonly id!: string;
  @ApiProperty({ type: String, nullable: true })
  readonly profile!: string | null;
  @ApiProperty({ type: [String], description: 'The records that bought.' })
  readonly records!: readonly string[];
  @ApiProperty({ example: '2011-01-07' })
  readonly lastOrder!: string;
  @ApiProperty({ description: 'Days from the last order to `at`.' })
  readonly recencyDays!: number;
  @ApiProperty({ description: 'Orders.' })
  readonly frequency!: number;
  @ApiProperty({ description: 'Gross less refunds.' })
  readonly monetary!: number;
  @ApiProperty({ description: '1 + floor(5 x customers with a strictly worse value / customers); 5 is best.' })
  readonly scores!: ScoresAnswer;
}

class RfmStamped extends Stamped {
  @ApiProperty({ example: '2011-01-10' })
  readonly at!: string;
  @ApiProperty({ example: 'GBP' })
  readonly currency!: string;
  @ApiProperty({ description: 'How many are compared.' })
  readonly customers!: number;
}

export class RfmListAnswer extends RfmStamped {
  @ApiProperty({ type: [RfmEntryAnswer], description: 'Highest monetary value first.' })
  readonly items!: readonly RfmEntryAnswer[];
  @ApiProperty({ type: String, nullable: true })
  readonly next!: string | null;
}

export class RfmAnswer extends RfmStamped {
  @ApiProperty()
  readonly customer!: RfmEntryAnswer;
}
