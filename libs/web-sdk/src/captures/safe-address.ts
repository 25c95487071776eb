/** Addresses that stand in the page, as far as they may leave it; relative ones become whole. */
import { parameterRule } from '../campaign/campaign.ts';
import { redactUrl } from '../privacy/redact-url.ts';

export const safeAddress = (written: string, clickIds: boolean): string =>
  redactUrl(written, parameterRule(clickIds), document.baseURI);
