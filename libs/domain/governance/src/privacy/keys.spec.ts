// cspell:disable -- keys as programs write them
import { describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { usualRules } from '../source-rules.ts';
import { type PrivacyRules, redact } from './redact.ts';

const of = (properties: Record<string, unknown>, rules: PrivacyRules = usualRules.privacy) =>
  redact({ ...topics.eventCollected.message.example, properties }, rules, 'p').event.properties;

describe('a secret is told by the words of its key', () => {
  it.each(
    (
      'password Password2 user_password new-password newPassword passwordHash PASSWORD userpassword passwd pwd db_pwd ' +
      'passphrase passcode secret clientSecret client_secret_2 token Token accessToken access-token authtoken id_token ' +
      'csrf_token reset_token authorization Authorization Proxy-Authorization apikey api_key apiKey APIKey x-api-key ' +
      'private_key privatekey secretKey aws_secret_access_key otp otp_code one-time-code pin user_pin PIN pinNumber ' +
      'credentials passwords secret_id ' +
      'cvv CVV2 card_cvv cardCvc cvc2 csc card_code cardCode securityCode card-verification-value'
    ).split(' '),
  )('%s', (key) => {
    expect(of({ [key]: 'hunter2' })).toEqual({});
  });

  it.each(
    (
      'token_count tokens_used tokens tokenCount prompt_tokens max_tokens token_type token_expires_at tokenized ' +
      'password_strength passwordLength password_changed_at passwordless password_policy secret_name secretary ' +
      'api_key_count api_key_id key keyboard monkey pinned pin_code pinCode spinner shipping opinion pinterest ' +
      'authorization_id author authorized_by gift_card_code loyaltyCardCode card_type compass passenger'
    ).split(' '),
  )('%s holds none', (key) => {
    expect(of({ [key]: '560001' })).toEqual({ [key]: '560001' });
  });

  it('a pin code of four digits is one of a card; of six it is a postcode of India', () => {
    expect(of({ pin_code: '1234' })).toEqual({});
    expect(of({ pin_code: 560_001, pincode: '110 001' })).toEqual({ pin_code: 560_001, pincode: '110 001' });
  });

  it('the token that pushes are sent to is an address, not a secret', () => {
    const event = { ...topics.eventCollected.message.example, context: { device: { token: 'abc' }, token: 'abc' } };
    expect(redact(event, usualRules.privacy, 'p').event.context).toEqual({ device: { token: 'abc' } });
  });
});

describe('a number under a key that names what was sold or sent', () => {
  const number = '4532015112830366'; // passes as a card

  it.each(
    (
      'order_id orderId order order_number orderNo Order-Nr invoice_id invoiceNumber product_id sku SKU ean gtin gtin13 ' +
      'upc isbn imei imei2 serial_number serialNumber barcode transaction_id transactionId device_id tracking_number ' +
      'item_id variantId shipment_id cart_id checkout_id order_ids receipt_no mpn asin order_ref'
    ).split(' '),
  )('%s stays', (key) => {
    expect(of({ [key]: number })).toEqual({ [key]: number });
    expect(of({ [key]: Number(number) })).toEqual({ [key]: Number(number) });
  });

  it.each(
    'note card card_number order_card order_note orderComment account_number number id reorder products'.split(' '),
  )('%s is masked', (key) => {
    expect(of({ [key]: number })).toEqual({ [key]: '[payment-card]' });
  });

  it('is told by what it stands in, where its own key says only that it is an id', () => {
    expect(of({ order: { id: number }, products: [{ id: number, sku: number }], card: { number } })).toEqual({
      order: { id: number },
      products: [{ id: number, sku: number }],
      card: { number: '[payment-card]' },
    });
  });

  it('stays only where it stands alone', () => {
    expect(of({ order_id: `paid with ${number}` })).toEqual({ order_id: 'paid with [payment-card]' });
    expect(of({ order_id: 'ann@example.com' }, { email: 'mask' })).toEqual({ order_id: '[email]' });
  });
});

describe('personal data in a key, and in the name of an event', () => {
  const event = {
    ...topics.eventCollected.message.example,
    name: 'Paid with 4111111111111111',
    properties: { '4111111111111111': 'x', 'of ann@example.com': { password: 'x' }, fine: 1 },
    traits: { '4111 1111 1111 1111': 'x', '5555 5555 5555 4444': 'y', email: 'ann@example.com' },
    context: { page: { '4111111111111111': true } },
  };

  it('is masked, and is not told where it was found either', () => {
    const { event: redacted, findings } = redact(event, { 'payment-card': 'mask', email: 'mask', secret: 'drop' }, 'p');
    expect(redacted).toMatchObject({ name: 'Paid with [payment-card]', flags: ['PERSONAL_DATA_FOUND'] });
    expect(redacted.properties).toEqual({ '[payment-card]': 'x', 'of [email]': {}, fine: 1 });
    expect(redacted.traits).toEqual({ '[payment-card]': 'x', '[payment-card] 2': 'y', email: 'ann@example.com' });
    expect(redacted.context).toEqual({ page: { '[payment-card]': true } });
    expect(findings.map(({ detector, at }) => `${detector} ${at}`)).toEqual([
      'payment-card /name',
      'payment-card /properties/[payment-card]',
      'email /properties/of [email]',
      'secret /properties/of [email]/password',
      'payment-card /traits/[payment-card]',
      'payment-card /traits/[payment-card] 2',
      'payment-card /context/page/[payment-card]',
    ]);
  });

  it('takes what stands under it along, where the rule is to drop it; a name is masked, as an event has to have one', () => {
    const { event: redacted } = redact(event, { 'payment-card': 'drop' }, 'p');
    expect(redacted.name).toBe('Paid with [payment-card]');
    expect(redacted.properties).toEqual({ 'of ann@example.com': { password: 'x' }, fine: 1 });
  });

  it('may be a reason to refuse, told without the number', () => {
    const { findings } = redact({ ...event, name: 'Paid' }, { 'payment-card': 'block' }, 'p');
    expect(findings[0]).toEqual({ detector: 'payment-card', action: 'block', at: '/properties/[payment-card]' });
  });

  it('has the pseudonym that the value has', () => {
    const { event: redacted } = redact({ ...event, name: '4111111111111111' }, { 'payment-card': 'hash' }, 'p');
    expect(Object.keys(redacted.properties)).toContain(redacted.name);
  });
});
