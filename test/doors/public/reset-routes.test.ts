import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { linkOf, tokenOf } from '#main/roles/credit/reset-link.ts';
import { resetCard } from '#main/roles/credit/resets.ts';
import { settle } from '#main/roles/credit/settle.ts';
import {
  aBrowser,
  aPayWindow,
  type BrowserAnswer,
  codeOn,
  type TestBrowser,
  type TestPublicDoor,
} from '../../builders/a-browser.ts';
import {
  aPayArrival,
  aPayInstruction,
  aSettlingGroup,
  cardRow,
  HANAKO,
  type SettlingGroup,
} from '../../builders/a-payment.ts';

const OWN = { origin: 'https://credit.localhost', 'sec-fetch-site': 'same-origin' };
/** From a mail program's window. */
const FROM_MAIL = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
const NEW = { password: 'ume-to-uguisu', again: 'ume-to-uguisu', words: 'sora\r\numi\r\n\r\nyama' };

let group: SettlingGroup;
let door: TestPublicDoor;
let browser: TestBrowser;
beforeAll(async () => {
  group = await aSettlingGroup();
  door = await aPayWindow(group.credit);
});
beforeEach(() => {
  group.clock.advance({ hours: 1 });
  browser = aBrowser(door, 'credit.localhost');
});

/** The path that the newest link leads to. */
async function aLink(): Promise<string> {
  const { credit } = group.credit;
  const { id: card } = await cardRow(group, HANAKO);
  expectOk(await resetCard(credit, 'sato', { card, by: 'mail', reason: 'forgotten' }));
  const row = await credit.storage.read
    .selectFrom('card_reset')
    .select('id')
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return linkOf(credit.publicUrl!, await tokenOf(credit, row.id)).slice('https://credit.localhost'.length);
}
const open = (path: string, at = browser): Promise<BrowserAnswer> => at.get(path, FROM_MAIL);
const choose = (fields: Record<string, string> = NEW, at = browser): Promise<BrowserAnswer> =>
  at.post('/reset', fields, OWN);
const pays = async (password: string): Promise<boolean> => {
  const arrival = await aPayArrival(group, await aPayInstruction(group, { yen: 10 }));
  return (await settle(group.credit.credit, arrival, { card: HANAKO.card, password })).ok;
};

describe('a link to a new password', () => {
  test('leads to the form once opened; its token stands in no later address and on no page', async () => {
    const link = await aLink();
    const opened = await open(link);
    expect(opened).toMatchObject({
      status: 303,
      headers: {
        location: '/reset',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'x-robots-tag': 'none',
      },
    });
    expect(opened.cookies).toHaveLength(1);
    expect(opened.cookies[0]).toMatch(/^__Host-reset=[0-9a-z]{24}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    const form = await browser.get('/reset');
    expect(form).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store', 'x-robots-tag': 'none' } });
    expect(form.body).toContain('3902');
    expect(form.body).toContain('credit.localhost');
    const token = /__Host-reset=(\w+)/.exec(opened.cookies[0]!)![1]!;
    expect(form.body).not.toContain(token);
    expect(form.body).not.toMatch(/花子|尾上町|hanako|<script(?! type="module" src="\/assets\/)/);

    const chosen = await choose();
    expect(chosen).toMatchObject({ status: 303, headers: { location: '/reset/done' } });
    expect(browser.jar.has('__Host-reset')).toBe(false);
    const done = await browser.get('/reset/done');
    expect(done.body).toContain('Your new password is set');
    expect([await pays(HANAKO.password), await pays(NEW.password)]).toEqual([false, true]);
  });

  test('opened by a mail program before the customer is still good; used it is not', async () => {
    const link = await aLink();
    await open(link, aBrowser(door, 'credit.localhost'));
    await open(link);
    expect((await choose()).headers['location']).toBe('/reset/done');
    const again = await open(link);
    expect([again.status, codeOn(again)]).toEqual([410, 'link-expired']);
    expect(codeOn(await browser.get('/reset'))).toBe('link-expired');
  });

  test('that is wrong, too old, replaced or used shows one page', async () => {
    const replaced = await aLink();
    const used = await aLink();
    await open(used);
    await choose();
    const old = await aLink();
    group.clock.advance({ hours: 24 });
    const wrongs = [
      replaced,
      used,
      old,
      '/reset/7k3m-9qxa-01vz-hn8t-ppd4-2c6w',
      '/reset/x',
      '/reset/%00',
      '/reset/..%2f',
    ];
    const pages: string[] = [];
    for (const path of wrongs) {
      const answer = await open(path);
      expect([path, answer.status]).toEqual([path, 410]);
      pages.push(answer.body);
    }
    const { body } = await browser.get('/reset');
    expect(new Set([...pages, body]).size).toBe(1);
  });

  test('is not searched for: twenty wrong ones of an address in an hour, right ones as often as one likes', async () => {
    const link = await aLink();
    for (let opened = 0; opened < 25; opened++) expect((await open(link)).status).toBe(303);
    for (let tried = 0; tried < 20; tried++) expect((await open('/reset/x')).status).toBe(410);
    expect((await open(link)).status).toBe(429);
    group.clock.advance({ hours: 1 });
    expect((await open(link)).status).toBe(303);
  });

  test('written in capitals, with O for 0 and without hyphens, is the same', async () => {
    const link = await aLink();
    const token = link.split('/').at(-1)!;
    expect((await open(`/reset/${token.replaceAll('-', '').toUpperCase().replaceAll('0', 'O')}`)).status).toBe(303);
  });
});

describe('the form', () => {
  test.each([
    [{ ...NEW, password: 'sakura7', again: 'sakura7' }, 'field-invalid', 'password'],
    [{ ...NEW, again: 'ume-to-uguisv' }, 'field-invalid', 'again'],
    [{ ...NEW, words: ' \n ' }, 'field-missing', 'new-words'],
    [{ ...NEW, words: 'UME-TO-UGUISU' }, 'field-invalid', 'new-words'],
    [{}, 'field-missing', 'password'],
  ] as [Record<string, string>, string, string][])(
    '%j is shown again, empty, with its reason',
    async (fields, code, field) => {
      await open(await aLink());
      const answer = await choose(fields);
      expect([answer.status, codeOn(answer)]).toEqual([422, code]);
      expect(answer.body).toContain(`href="#${field}"`);
      for (const typed of Object.values(fields).filter((value) => value.trim() !== '')) {
        expect(answer.body).not.toContain(typed);
      }
      expect((await choose()).headers['location']).toBe('/reset/done');
    },
  );

  test('is taken from our own page alone, with the cookie of the link', async () => {
    await open(await aLink());
    const stranger = await choose(NEW, aBrowser(door, 'credit.localhost'));
    expect([stranger.status, codeOn(stranger)]).toEqual([410, 'link-expired']);
    const foreign = await browser.post('/reset', NEW, {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    });
    expect(foreign.status).toBe(403);
    expect(await pays(NEW.password)).toBe(true);
  });
});
