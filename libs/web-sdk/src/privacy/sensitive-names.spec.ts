import { describe, expect, it } from '@jest/globals';
import { isSensitiveField, isSensitiveName } from './sensitive-names.ts';

describe('names of what must stay on the page', () => {
  it.each(
    (
      'password newPassword user_passwd passphrase pwd pin user-pin cvv cardCvc csc ssn socialSecurityNumber social_security ' +
      'secret clientSecret csrf-token auth_token accessToken api-key privateKey credit-card creditCardNumber card-number ' +
      'cardnumber card_holder cc-number cc-exp ccnum cc iban IBAN bic account-number accountNo routing_number sort-code ' +
      'otp one-time-code passport taxId national-id payment-card security_code mothers-maiden-name jwt'
    ).split(' '),
  )('%s', (name) => {
    expect(isSensitiveName(name)).toBe(true);
  });

  it.each(
    (
      'shipping-address spinner product-card card card-body discard opinion pinned email search q company pancake compass ' +
      'account checkout cart add-to-basket panel hero-banner accessory tangerine'
    ).split(' '),
  )('%s says nothing', (name) => {
    expect(isSensitiveName(name)).toBe(false);
  });

  it('a card is a payment card in a form, and a box elsewhere', () => {
    expect([isSensitiveField('card'), isSensitiveField('gift-card'), isSensitiveName('gift-card')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
