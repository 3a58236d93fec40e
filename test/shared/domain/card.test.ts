import { describe, expect, test } from 'vitest';
import { isCardExpired, parseExpiry } from '#shared/domain/card.ts';

describe('the expiry of a card', () => {
  test.each([
    ['07/29', '2029-07'],
    ['7/29', '2029-07'],
    ['0729', '2029-07'],
    [' 07 / 2029 ', '2029-07'],
    ['072029', '2029-07'],
    ['2029-07', '2029-07'],
    ['2029/7', '2029-07'],
    ['０７／２９', '2029-07'],
  ])('typed as %s is %s', (typed, expiry) => expect(parseExpiry(typed)).toEqual({ ok: true, value: expiry }));
  test.each(['', '13/29', '00/29', '29', '07/1999', '07-29', '7/2/9', 'July 2029', '07/029'])(
    'is none where %j is typed',
    (typed) => expect(parseExpiry(typed)).toEqual({ ok: false, error: { code: 'field-invalid', about: 'expiry' } }),
  );
  test('lasts through its month', () => {
    expect(isCardExpired('2029-07', new Date('2029-07-31T23:59:59Z'))).toBe(false);
    expect(isCardExpired('2029-07', new Date('2029-08-01T00:00:00Z'))).toBe(true);
  });
});
