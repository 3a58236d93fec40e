import { expect, test } from 'vitest';
import { holdCard } from '#main/cli/demo/card-holder.ts';

const CUSTOMERS = 'name,card_number,expiry\n見本 花子,4111007269513902,2029-03\nOther,4222-0078-6471-1204,2028-12\n';
const card = (number: string, expiry?: string) => ({
  number,
  password: 'secret',
  checkWords: [],
  ...(expiry !== undefined && { expiry }),
});

test('a holder reads from the card what the order file leaves out', () => {
  expect(holdCard(card('4111 0072 6951 3902'), CUSTOMERS)).toEqual({
    name: '見本 花子',
    number: '4111007269513902',
    expiry: '2029-03',
    password: 'secret',
  });
  expect(holdCard(card('4222007864711204'), CUSTOMERS).expiry).toBe('2028-12');
});

test('what the order file says goes before', () => {
  expect(holdCard(card('4111007269513902', '2031-01'), CUSTOMERS)).toMatchObject({
    name: '見本 花子',
    expiry: '2031-01',
  });
});

test('a card that the credit company does not know has an expiry to come all the same', () => {
  const stranger = holdCard(card('4980000000000006'), 'no,customers\n', new Date('2026-11-21T00:00:00Z'));
  expect(stranger).toMatchObject({ number: '4980000000000006', expiry: '2029-12' });
});
