import { RESET } from '#shared/locale/reset.ts';
import { LOCALES, say } from '#shared/locale/text.ts';
import { fail, ok } from '#shared/result.ts';
import type { MailComposer } from '#main/post/mail/index.ts';
import type { Credit } from './credit.ts';
import { findHolder, linkOf, tokenOf } from './reset-link.ts';

/** The mail with a one-time link. There is none to send once the link was used, replaced, or has run out. */
export function composeResetMail(credit: Credit): MailComposer {
  return async ({ subject: id }) => {
    const { publicUrl } = credit;
    if (publicUrl === undefined) return fail('no-public-pages');
    const reset = await credit.storage.read
      .selectFrom('card_reset')
      .select(['card', 'expires_at'])
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('expires_at', '>', credit.clock().toISOString())
      .executeTakeFirst();
    const holder = reset && (await findHolder(credit, reset.card));
    if (!holder) return fail('link-expired');
    const { language, email, last_four: lastFour } = holder;
    const until = new Intl.DateTimeFormat(LOCALES[language], {
      dateStyle: 'long',
      timeStyle: 'short',
    }).format(new Date(reset.expires_at));
    const { host } = new URL(publicUrl);
    return ok({
      to: email,
      subject: say(RESET.mailSubject, language, { credit: credit.name }),
      text: [
        say(RESET.mailLead, language, { lastFour, until }),
        linkOf(publicUrl, await tokenOf(credit, id)),
        say(RESET.checkHost, language, { host }),
        say(RESET.notYou, language),
        credit.name,
      ].join('\n\n'),
    });
  };
}
