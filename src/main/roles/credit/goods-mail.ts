import { formatNumber } from '#shared/domain/number.ts';
import { packageName } from '#shared/protocol/goods-package.ts';
import { GOODS_MAIL } from '#shared/locale/goods-mail.ts';
import { LANGUAGES, LOCALES, say } from '#shared/locale/text.ts';
import { fail, ok } from '#shared/result.ts';
import { sendEvent } from '#main/post/index.ts';
import { ATTACHMENT_LIMIT, type MailComposer, type MailOutcome } from '#main/post/mail/index.ts';
import type { Writable } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import { movePackage } from './goods-in.ts';
import { newGoodsLink } from './goods-link.ts';
import type { CreditTables } from './tables.ts';

/**
 * The mail that brings sealed goods: neutral words in both languages, the receipt number, the package or a link to it.
 * No mall, no product.
 */
export function composeGoodsMail(credit: Credit): MailComposer {
  return async ({ id, subject: receipt, customer }) => {
    const db = credit.storage.read;
    const row = await db.selectFrom('forwarding').selectAll().where('receipt', '=', receipt).executeTakeFirst();
    const person = await db
      .selectFrom('customer')
      .select(['email', 'language'])
      .where('id', '=', customer)
      .executeTakeFirst();
    if (!person || row?.state !== 'queued' || row.mail !== id) return fail('not-found');
    const attached = row.bytes <= (credit.mail?.attachmentLimit ?? ATTACHMENT_LIMIT);
    const linked = attached ? ok() : await newGoodsLink(credit, receipt);
    if (!linked.ok) return linked;
    const link = linked.value;
    const number = formatNumber(receipt);
    const languages = [...LANGUAGES].sort((a) => (a === person.language ? -1 : 1));
    const parts = languages.map((language) =>
      [
        say(GOODS_MAIL.opening, language, { party: credit.name }),
        say(GOODS_MAIL.receipt, language, { number }),
        link
          ? say(GOODS_MAIL.linked, language, { url: link.url, day: formatDay(link.expiresAt, LOCALES[language]) })
          : say(GOODS_MAIL.attached, language, { file: packageName(receipt) }),
        say(GOODS_MAIL.how, language),
        say(GOODS_MAIL.sealed, language),
      ].join('\n\n'),
    );
    return ok({
      to: person.email,
      subject: languages.map((language) => say(GOODS_MAIL.subject, language, { number })).join(' / '),
      text: `${parts.join('\n\n――――――――――\n\n')}\n\n-- \n${[credit.name, credit.publicUrl ?? []].flat().join('\n')}\n`,
      ...(attached && {
        attachments: [
          { name: packageName(receipt), type: 'application/octet-stream', file: credit.packages.pathOf(receipt) },
        ],
      }),
    });
  };
}

function formatDay(at: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Asia/Tokyo' }).format(new Date(at));
}

/** What becomes of the mail becomes of the package, and the mall is told: sent or not, never why. */
export async function followGoodsMail(
  credit: Credit,
  db: Writable<CreditTables>,
  { id, subject: receipt, state }: MailOutcome,
): Promise<void> {
  const row = await db
    .selectFrom('forwarding')
    .select(['mall', 'mail'])
    .where('receipt', '=', receipt)
    .executeTakeFirst();
  // A later mail is on its way: what became of an earlier one counts no more.
  if (row?.mail !== id) return;
  const at = credit.clock().toISOString();
  const moved = await movePackage(credit, db, receipt, state, state === 'sent' ? { sent_at: at } : {});
  if (!moved) return;
  await sendEvent(credit.post, db, {
    to: row.mall,
    type: 'goods.forwarded',
    subject: receipt,
    data: { receipt, result: state === 'sent' ? 'sent' : 'failed', date: at.slice(0, 10) },
  });
}
