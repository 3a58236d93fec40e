import { expect, test } from 'vitest';
import { queueMail } from '#main/post/mail/index.ts';
import { listMails } from '#main/roles/credit/mails.ts';
import { aSettlingGroup } from '../../builders/a-payment.ts';

test('mails of one instant are all on one page or another, each once', async () => {
  const { credit } = (await aSettlingGroup()).credit;
  const { id: customer } = await credit.storage.read.selectFrom('customer').select('id').executeTakeFirstOrThrow();
  await credit.storage.write(async (db) => {
    for (let n = 0; n < 7; n++)
      await queueMail(credit.mailroom, db, { kind: 'statement', subject: String(n), customer });
  });
  const seen: string[] = [];
  let before: string | undefined;
  for (let page = 0; page < 4; page++) {
    const { rows, next } = await listMails(credit, { limit: 3, before });
    seen.push(...rows.map(({ subject }) => subject));
    if (next === undefined) break;
    before = next;
  }
  expect(seen.toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
});
