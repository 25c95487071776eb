/** The OpenAPI document of the whole product. */
import { describeServices } from '@tributary/runtime';
import { allServices } from './services.ts';

export const describeHttpApi = (): Promise<object> => describeServices(allServices);
