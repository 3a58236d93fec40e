import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import type { QueuedMail } from '#main/post/mail/index.ts';
import { blockCard } from '#main/roles/credit/cards.ts';
import { checkWords } from '#main/roles/credit/check-words.ts';
import { addPasskey, askToAddPasskey, askToPayByPasskey } from '#main/roles/credit/passkeys.ts';
import { linkOf, readToken, tokenOf } from '#main/roles/credit/reset-link.ts';
import { composeResetMail } from '#main/roles/credit/reset-mail.ts';
import { findReset, forgetResets, type NewSecrets, resetCard, takeNewSecrets } from '#main/roles/credit/resets.ts';
import { settle, settleByPasskey } from '#main/roles/credit/settle.ts';
import { anAuthenticator } from '../../builders/an-authenticator.ts';
import {
  aPayArrival,
  aPayInstruction,
  aSettlingGroup,
  cardRow,
  HANAKO,
  SAMPLE_PERSON,
  type SettlingGroup,
} from '../../builders/a-payment.ts';

const NEW: NewSecrets = {
  password: 'ume-to-uguisu',
  again: 'ume-to-uguisu',
  words: ['ｓｏｒａ', ' Umi ', '', 'yama', 'umi'],
};

let group: SettlingGroup;
let card: string;
beforeAll(async () => {
  group = await aSettlingGroup();
  card = (await cardRow(group, HANAKO)).id;
});
beforeEach(async () => {
  group.clock.advance({ hours: 1 });
  const { storage } = group.credit.credit;
  await storage.write((db) => db.deleteFrom('card_reset').execute());
});

const credit = () => group.credit.credit;
const rows = () => credit().storage.read.selectFrom('card_reset').selectAll().orderBy('created_at').execute();
const mails = () =>
  credit().storage.read.selectFrom('mail').selectAll().where('kind', '=', 'reset').orderBy('created_at').execute();
const send = (by: 'mail' | 'letter' = 'mail', of = card) =>
  resetCard(credit(), 'sato', { card: of, by, reason: 'forgotten' });
/** The token that the newest link carries. */
async function tokenSent(by: 'mail' | 'letter' = 'mail', of = card): Promise<string> {
  expectOk(await send(by, of));
  const row = (await rows()).find(({ card, used_at }) => card === of && used_at === null)!;
  return tokenOf(credit(), row.id);
}
async function pays(entry: { card: string; password: string }) {
  const arrival = await aPayArrival(group, await aPayInstruction(group, { yen: 10 }));
  return settle(credit(), arrival, entry);
}
const words = async (...asked: string[]) =>
  expectOk(await checkWords(credit(), group.mall.id, { card: HANAKO.card, words: asked }));

describe('a link to a new password', () => {
  test('is mailed to the customer when it leaves, and lies nowhere until then', async () => {
    expectOk(await send());
    const [row] = await rows();
    expect(row).toMatchObject({ card, way: 'mail', used_at: null });
    expect(Date.parse(row!.expires_at) - group.clock().getTime()).toBe(24 * 3_600_000);
    const mail = (await mails()).at(-1)!;
    expect(mail).toMatchObject({ subject: row!.id, state: 'waiting' });
    const composed = expectOk(await composeResetMail(credit())(mail as QueuedMail));
    const token = await tokenOf(credit(), row!.id);
    expect(composed.to).toBe('hanako@mail.example');
    expect(composed.text).toContain(linkOf(credit().publicUrl!, token));
    expect(composed.text).toContain('末尾 3902');
    expect(composed.text).not.toContain('花子');
    const stored = JSON.stringify([await rows(), await mails()]);
    expect(stored).not.toContain(token);
    const [deed] = await readTrail(credit().storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'sato', action: 'card.reset-sent', subject: card, detail: 'mail forgotten' });
  });

  test('is written in the customer’s language', async () => {
    const { customer, id } = await cardRow(group, SAMPLE_PERSON);
    await credit().storage.write((db) =>
      db.updateTable('customer').set({ language: 'en' }).where('id', '=', customer).execute(),
    );
    expectOk(await send('mail', id));
    const composed = expectOk(await composeResetMail(credit())((await mails()).at(-1) as QueuedMail));
    expect(composed.subject).toBe(`Choose a new password – ${group.credit.profile.name}`);
    expect(composed.text).toContain('works once');
  });

  test('has a token that reads as people type it, and no other', async () => {
    const token = await tokenSent();
    expect(token).toMatch(/^[0-9a-hjkmnp-tv-z]{24}$/);
    const link = linkOf(credit().publicUrl!, token);
    expect(link).toMatch(/^https:\/\/credit\.localhost\/reset\/(\w{4}-){5}\w{4}$/);
    const shown = link.split('/').at(-1)!;
    expect(readToken(shown.toUpperCase().replaceAll('0', 'O').replaceAll('1', 'l'))).toBe(token);
    for (const wrong of ['', token.slice(1), `${token}0`, token.replace(/./, 'u'), `${token.slice(1)}!`]) {
      expect(readToken(wrong)).toBeUndefined();
    }
    expect(await tokenOf(group.credit.credit, 'another id')).not.toBe(token);
  });

  test('works for a day by mail, for a week by letter, and then no more', async () => {
    const mailed = await tokenSent();
    group.clock.advance({ hours: 23, minutes: 59 });
    expect(await findReset(credit(), mailed)).toEqual({ ok: true, value: { card, lastFour: '3902' } });
    group.clock.advance({ minutes: 1 });
    expect(await findReset(credit(), mailed)).toEqual(fail('link-expired'));
    expect(await takeNewSecrets(credit(), mailed, NEW)).toEqual(fail('link-expired'));
    const mail = (await mails()).at(-1) as QueuedMail;
    expect(await composeResetMail(credit())(mail)).toEqual(fail('link-expired'));
    const written = await tokenSent('letter');
    group.clock.advance({ days: 6, hours: 23 });
    expectOk(await findReset(credit(), written));
    group.clock.advance({ hours: 1 });
    expect(await findReset(credit(), written)).toEqual(fail('link-expired'));
    await forgetResets(credit());
    expect(await rows()).toEqual([]);
  });

  test('ends when a newer one is sent, in whichever way', async () => {
    const older = await tokenSent();
    const other = await tokenSent('mail', (await cardRow(group, SAMPLE_PERSON)).id);
    const newer = await tokenSent('letter');
    expect(await findReset(credit(), older)).toEqual(fail('link-expired'));
    expectOk(await findReset(credit(), newer));
    // A mail that waited meanwhile is not sent any more.
    const waiting = (await mails()).slice(-2).map((mail) => composeResetMail(credit())(mail as QueuedMail));
    expect((await Promise.all(waiting)).map(({ ok }) => ok).sort()).toEqual([false, true]);
    expectOk(await findReset(credit(), other));
  });

  test('is for a card that there is, and a letter for an address', async () => {
    expect(await send('mail', 'nobody')).toEqual(fail('not-found'));
    const { customer } = await cardRow(group, HANAKO);
    const { address } = await credit()
      .storage.read.selectFrom('customer')
      .select('address')
      .where('id', '=', customer)
      .executeTakeFirstOrThrow();
    const setAddress = (to: string) =>
      credit().storage.write((db) =>
        db.updateTable('customer').set({ address: to }).where('id', '=', customer).execute(),
      );
    await setAddress('');
    expect(await send('letter')).toEqual(fail('field-missing', 'address'));
    expect(await rows()).toEqual([]);
    await setAddress(address);
    expect(expectOk(await send('mail'))).toEqual({});
  });
});

describe('the customer who opens it', () => {
  test('chooses password and words once; what was before is gone, and so are passkeys and wrong tries', async () => {
    const authenticator = anAuthenticator('https://credit.localhost');
    const arrival = await aPayArrival(group, await aPayInstruction(group, { yen: 10 }));
    expectOk(await settle(credit(), arrival, HANAKO));
    const creation = expectOk(await askToAddPasskey(credit(), arrival.window));
    expectOk(await addPasskey(credit(), arrival.window, authenticator.create(creation)));
    for (let tried = 0; tried < 10; tried++) await pays({ ...HANAKO, password: 'wrong' });
    expect(await pays(HANAKO)).toEqual(fail('too-many'));

    const token = await tokenSent();
    expectOk(await takeNewSecrets(credit(), token, NEW));
    expect(await pays(HANAKO)).toEqual(fail('card-refused'));
    expect(await pays({ ...HANAKO, password: NEW.password })).toMatchObject({ ok: true });
    expect(await words('sora', 'UMI', 'yama', 'kaede')).toEqual([true, true, true, false]);
    const stored = await credit().storage.read.selectFrom('check_word').selectAll().where('card', '=', card).execute();
    expect(stored).toHaveLength(3);
    const next = await aPayArrival(group, await aPayInstruction(group, { yen: 10 }));
    const request = expectOk(await askToPayByPasskey(credit(), next.window, HANAKO.card));
    expect(await settleByPasskey(credit(), next, authenticator.get(request))).toEqual(fail('card-refused'));
    const trail = await readTrail(credit().storage.read, { limit: 3 });
    expect(trail).toContainEqual(expect.objectContaining({ who: 'customer', action: 'card.reset', subject: card }));

    expect(await takeNewSecrets(credit(), token, { ...NEW, password: 'another-one', again: 'another-one' })).toEqual(
      fail('link-expired'),
    );
    expect(await findReset(credit(), token)).toEqual(fail('link-expired'));
  });

  test('who sends it twice at once changes it once', async () => {
    const token = await tokenSent();
    const [one, two] = ['first-password', 'second-password'].map((password) => ({ ...NEW, password, again: password }));
    const both = await Promise.all([one!, two!].map((typed) => takeNewSecrets(credit(), token, typed)));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.filter(({ ok }) => !ok)).toEqual([fail('link-expired')]);
    const winner = both[0]!.ok ? one! : two!;
    expect(await pays({ ...HANAKO, password: winner.password })).toMatchObject({ ok: true });
  });

  test.each([
    ['no password', { password: '', again: '' }, 'field-missing', 'newPassword'],
    ['seven characters', { password: 'sakura7', again: 'sakura7' }, 'field-invalid', 'newPassword'],
    ['a hundred and thirty', { password: 'a'.repeat(130), again: 'a'.repeat(130) }, 'field-too-long', 'newPassword'],
    ['two that differ', { again: 'ume-to-uguisv' }, 'field-invalid', 'again'],
    ['no word', { words: ['', ' '] }, 'field-missing', 'newWord'],
    ['twenty-one words', { words: Array.from({ length: 21 }, (_, n) => `w${n}`) }, 'field-too-long', 'newWord'],
    ['a very long word', { words: ['w'.repeat(65)] }, 'field-too-long', 'newWord'],
    ['the password as a word', { words: ['sora', 'UME-to-uguisu'] }, 'field-invalid', 'newWord'],
  ] as const)('with %s is told so, and the link stays good', async (_, changes, code, about) => {
    const token = await tokenSent();
    expect(await takeNewSecrets(credit(), token, { ...NEW, ...changes })).toEqual(fail(code, about));
    expectOk(await takeNewSecrets(credit(), token, NEW));
  });

  test('does not lift a block', async () => {
    const { id } = await cardRow(group, SAMPLE_PERSON);
    expectOk(await blockCard(credit(), 'sato', { card: id, blocked: true, reason: 'lost' }));
    expectOk(await takeNewSecrets(credit(), await tokenSent('mail', id), NEW));
    expect(await pays({ ...SAMPLE_PERSON, password: NEW.password })).toEqual({ ok: true, value: { result: 'no' } });
  });
});
