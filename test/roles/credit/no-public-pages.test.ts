/** A credit company on a closed network: what would lead a customer to a page of it takes another way, or says why not. */
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import type { QueuedMail } from '#main/post/mail/index.ts';
import { startMailSender } from '#main/post/mail/index.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { forwardPackages, listPackages } from '#main/roles/credit/forwarding.ts';
import { composeGoodsMail, followGoodsMail } from '#main/roles/credit/goods-mail.ts';
import { provePassword } from '#main/roles/credit/prove-holder.ts';
import { composeResetMail } from '#main/roles/credit/reset-mail.ts';
import { resetCard } from '#main/roles/credit/resets.ts';
import type { CreditTables } from '#main/roles/credit/tables.ts';
import { atEnd } from '../../builders/a-folder.ts';
import { sentEvents } from '../../builders/a-group.ts';
import { aMailServer } from '../../builders/a-mail-server.ts';
import { anArrivedPackage } from '../../builders/a-package.ts';
import { aSettlingGroup, cardRow, HANAKO, type SettlingGroup } from '../../builders/a-payment.ts';
import { until } from '../../builders/until.ts';
import { pdfText } from '../../printing/pdf-text.ts';

let group: SettlingGroup;
let credit: Credit;
let card: string;
beforeAll(async () => {
  group = await aSettlingGroup();
  const { publicUrl: _, ...closed } = group.credit.credit;
  credit = closed;
  card = (await cardRow(group, HANAKO)).id;
});

const send = (by: 'mail' | 'letter') => resetCard(credit, 'sato', { card, by, reason: 'forgotten' });
const proves = (password: string) => provePassword(credit, group.mall.id, { card: HANAKO.card, password });

describe('goods by mail', () => {
  test('bring no address of a page; what is too large to attach is not sent, the desk says why and the mall is told', async () => {
    const server = await aMailServer();
    const mail = await server.configure(group.credit, { attachmentLimit: 2 * 1024 * 1024 });
    const closed: Credit = { ...credit, mail };
    const role = {
      composers: { goods: composeGoodsMail(closed) },
      followers: {
        goods: (db: Parameters<typeof followGoodsMail>[1], outcome: Parameters<typeof followGoodsMail>[2]) =>
          followGoodsMail(closed, db, outcome),
      },
    };
    const sender = startMailSender<CreditTables>(closed.mailroom, mail, group.credit.folder, role, (error) => {
      throw error;
    });
    atEnd(() => sender.stop());
    const small = await anArrivedPackage(group);
    const large = await anArrivedPackage(group, { bytes: 5_000_000 });
    for (const { receipt } of [small, large]) expectOk(await forwardPackages(closed, 'abe', [receipt], 'first'));
    const states = await until('both came to an end', async () => {
      const { rows } = await listPackages(closed, { limit: 10 });
      return rows.every(({ state }) => state === 'sent' || state === 'failed') && rows;
    });
    expect(states.find(({ receipt }) => receipt === small.receipt)).toMatchObject({ state: 'sent' });
    expect(states.find(({ receipt }) => receipt === large.receipt)).toMatchObject({
      state: 'failed',
      fault: 'no-public-pages',
    });
    expect(server.received.map(({ mail }) => mail.text).join()).not.toMatch(/https?:/);
    expect(await credit.storage.read.selectFrom('goods_link').selectAll().execute()).toEqual([]);
    const told = (await sentEvents(group.credit, 'goods.forwarded')).map(({ data }) => [
      data['receipt'],
      data['result'],
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        [small.receipt, 'sent'],
        [large.receipt, 'failed'],
      ]),
    );
  });
});

describe('a new password', () => {
  test('is not offered by mail: a link would lead nowhere', async () => {
    expect(await send('mail')).toEqual(fail('no-public-pages'));
    expect(await credit.storage.read.selectFrom('mail').selectAll().where('kind', '=', 'reset').execute()).toEqual([]);
    expect(await credit.storage.read.selectFrom('card_reset').selectAll().execute()).toEqual([]);
    // Also one that was queued before the pages went.
    const queued = { id: '1', kind: 'reset', subject: '1', customer: '1' } as QueuedMail;
    expect(await composeResetMail(credit)(queued)).toEqual(fail('no-public-pages'));
  });

  test('comes by letter and counts at once: the old one is over, wrong tries are forgotten, no copy is kept', async () => {
    for (let wrong = 0; wrong < 5; wrong++) await proves('a guess');
    const { letter } = expectOk(await send('letter'));
    const [page, more] = await pdfText(Buffer.from(letter!, 'base64'));
    expect(more).toBeUndefined();
    const password = /\b[0-9a-hjkmnp-tv-z]{4}(?:-[0-9a-hjkmnp-tv-z]{4}){3}\b/.exec(page!)![0];
    for (const said of ['見本 花子 様', '末尾 3902', 'Your new password']) expect(page).toContain(said);
    // Nothing on it leads to a page.
    expect(page).not.toMatch(/https?:|credit\.localhost|リンク|\blink\b/);
    expect(await proves(HANAKO.password)).toEqual(fail('card-refused'));
    expect(await proves(password)).toMatchObject({ ok: true });
    const [deed] = await readTrail(credit.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'sato', action: 'card.password-sent', subject: card, detail: 'forgotten' });
    const rows = await credit.storage.read.selectFrom('card').selectAll().execute();
    expect(JSON.stringify([rows, deed])).not.toContain(password);
    const again = await pdfText(Buffer.from(expectOk(await send('letter')).letter!, 'base64'));
    expect(again[0]).not.toContain(password);
  });
});
