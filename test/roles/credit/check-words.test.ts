import type * as VaultRoom from '#main/vault/index.ts';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { forgetAttempts } from '#main/roles/credit/attempts.ts';
import { checkWords } from '#main/roles/credit/check-words.ts';
import { cardId } from '#main/roles/credit/cards.ts';
import { importCustomers } from '#main/roles/credit/customer-import.ts';
import { hashSecrets, isAmongSecrets } from '#main/vault/index.ts';
import { aClock, type TestClock } from '../../builders/a-clock.ts';
import { CUSTOMERS, EXPIRED, HANAKO, SAMPLE_PERSON, UNKNOWN_CARD } from '../../builders/a-payment.ts';
import { aCredit, type TestCredit } from '../../builders/a-party.ts';

// The real one, counted: work is what a stopwatch at the door could tell.
vi.mock('#main/vault/index.ts', async (original) => {
  const vault = await original<typeof VaultRoom>();
  return { ...vault, isAmongSecrets: vi.fn<typeof vault.isAmongSecrets>(vault.isAmongSecrets) };
});
const hashed = vi.mocked(isAmongSecrets);

const MALL = 'mall.localhost';

let credit: TestCredit;
let clock: TestClock;
beforeAll(async () => {
  clock = aClock();
  credit = await aCredit({ clock });
  expectOk(await importCustomers(credit.credit, 'mori', CUSTOMERS));
});
// The checks of the test before no longer count.
beforeEach(() => clock.advance({ hours: 1 }));

const ask = (words: readonly string[], card: string = HANAKO.card, mall = MALL) =>
  checkWords(credit.credit, mall, { card, words });

describe('check words', () => {
  test('are answered one by one, in the order of asking', async () => {
    expect(await ask(['kaede', 'wrong', 'hayabusa'])).toEqual({ ok: true, value: [true, false, true] });
    expect(await ask(['hayabusa', 'mizuumi', 'kaede'])).toEqual({ ok: true, value: [true, true, true] });
    expect(await ask(['mizuumi', 'mizuumi'])).toEqual({ ok: true, value: [true, true] });
  });

  test('are one or more, and each is right in itself alone', async () => {
    expect(await ask(['kaede'])).toEqual({ ok: true, value: [true] });
    expect(await ask(['kaede mizuumi', 'kaed', 'kaedee'])).toEqual({ ok: true, value: [false, false, false] });
  });

  test('of another card, and the password, are wrong', async () => {
    expect(await ask(['lantern', HANAKO.password])).toEqual({ ok: true, value: [false, false] });
    expect(await ask(['lantern'], SAMPLE_PERSON.card)).toEqual({ ok: true, value: [true] });
  });

  test('are read whatever their width, case and outer blanks', async () => {
    expect(await ask(['ＫＡＥＤＥ', ' Mizuumi ', 'HAYABUSA'])).toEqual({ ok: true, value: [true, true, true] });
    expect(await ask(['ａ１', 'B2'], EXPIRED.card)).toEqual({ ok: true, value: [true, true] });
  });

  test('keep their places when one between them is left blank', async () => {
    expect(await ask(['kaede', '', 'hayabusa', '', ' '])).toEqual({ ok: true, value: [true, false, true] });
  });

  test('are asked for with a card number, grouped or not, and one to six words', async () => {
    expect(await ask(['kaede'], '4111 0072 6951 3902')).toEqual({ ok: true, value: [true] });
    expect(await ask([])).toEqual(fail('field-missing', 'word'));
    expect(await ask(['', '  '])).toEqual(fail('field-missing', 'word'));
    expect(await ask(Array(7).fill('kaede'))).toEqual(fail('field-too-long', 'word'));
    expect(await ask(['kaede'], '4111007269513903')).toEqual(fail('bad-number', 'card'));
    // None of these four counted but the first.
    for (let left = 0; left < 4; left++) expectOk(await ask(['kaede']));
    expect(await ask(['kaede'])).toEqual(fail('too-many'));
  });
});

describe('a search for check words', () => {
  test('ends after five checks of a card in an hour, whichever mall the window is of', async () => {
    for (let tried = 0; tried < 5; tried++) expectOk(await ask(['kaede'], HANAKO.card, `mall-${tried}.localhost`));
    expect(await ask(['kaede'])).toEqual(fail('too-many'));
    expectOk(await ask(['lantern'], SAMPLE_PERSON.card));
    clock.advance({ minutes: 59, seconds: 59 });
    await forgetAttempts(credit.credit);
    expect(await ask(['kaede'])).toEqual(fail('too-many'));
    clock.advance({ seconds: 1 });
    expect(await ask(['kaede'])).toEqual({ ok: true, value: [true] });
  });

  test('gets no more by asking at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(['kaede'])));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
  });

  test('learns nothing of a card that there is not: × every time, and as often', async () => {
    for (let tried = 0; tried < 5; tried++) {
      expect(await ask(['kaede', "nobody's word 0"], UNKNOWN_CARD)).toEqual({ ok: true, value: [false, false] });
    }
    expect(await ask(['kaede'], UNKNOWN_CARD)).toEqual(fail('too-many'));
  });

  test('finds nothing that is kept longer than an hour', async () => {
    await ask(['kaede']);
    clock.advance({ hours: 1, seconds: 1 });
    await forgetAttempts(credit.credit);
    expect(await credit.storage.read.selectFrom('attempt').selectAll().execute()).toEqual([]);
  });

  test('of a mall’s windows ends far above what honest customers need', async () => {
    await credit.storage.write(async (db) => {
      const at = clock().toISOString();
      const rows = Array.from({ length: 2000 }, (_, n) => ({
        id: `a${n}`,
        kind: 'words' as const,
        card: `c${n}`,
        mall: MALL,
        at,
      }));
      for (let from = 0; from < rows.length; from += 500) {
        await db
          .insertInto('attempt')
          .values(rows.slice(from, from + 500))
          .execute();
      }
    });
    expect(await ask(['kaede'])).toEqual(fail('too-many'));
    expect(await ask(['kaede'], HANAKO.card, 'other.localhost')).toEqual({ ok: true, value: [true] });
  });
});

/** Card numbers of a customer with twenty words, with one, with none, and of nobody. */
async function fourCards(): Promise<string[]> {
  const { storage } = credit.credit;
  const [many, one, none] = await Promise.all(
    [HANAKO, SAMPLE_PERSON, EXPIRED].map(({ card }) => cardId(credit.credit, card)),
  );
  const twenty = await hashSecrets(['lantern', ...Array.from({ length: 19 }, (_, n) => `w${n}`)], credit.credit.scrypt);
  await storage.write(async (db) => {
    await db.deleteFrom('check_word').where('card', 'in', [many!, none!]).execute();
    await db.deleteFrom('check_word').where('card', '=', one!).where('position', '>', 0).execute();
    const rows = twenty.map((word, position) => ({ card: many!, position, word }));
    await db.insertInto('check_word').values(rows).execute();
  });
  return [HANAKO.card, SAMPLE_PERSON.card, EXPIRED.card, UNKNOWN_CARD];
}

test('a card with twenty words, with one, with none, and an unknown one cost one hash for each word asked', async () => {
  const works: number[] = [];
  for (const [at, card] of (await fourCards()).entries()) {
    hashed.mockClear();
    expect(await ask(['wrong', '', 'lantern'], card)).toEqual({ ok: true, value: [false, false, at < 2] });
    works.push(hashed.mock.calls.length);
  }
  expect(works).toEqual([2, 2, 2, 2]);
});
