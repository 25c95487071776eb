/** What the analytics service reads from its environment. */
import { type ConfigOf, readConfig } from '@tributary/config';
import { daysIn } from '@tributary/domain-analytics';
import { type ServiceDeps } from '@tributary/runtime';

const zone = {
  key: 'ANALYTICS_ZONE',
  parse: (value = 'UTC'): string => {
    try {
      daysIn(value);
      return value;
    } catch {
      throw new Error('must be an IANA time zone, for example Europe/Vienna');
    }
  },
};

const currency = {
  key: 'ANALYTICS_CURRENCY',
  parse: (value = 'USD'): string => {
    if (!/^[A-Z]{3}$/.test(value)) throw new Error('must be an ISO 4217 code, for example EUR');
    return value;
  },
};

const fields = {
  /** Where a day begins and ends. Figures of the past follow with the next rebuild. */
  zone,
  /** For amounts that are sent without a currency. */
  defaultCurrency: currency,
};

export type AnalyticsConfig = ConfigOf<typeof fields>;

export const readAnalyticsConfig = (env: ServiceDeps['env']): AnalyticsConfig => readConfig(env, fields);
