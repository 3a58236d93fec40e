import { calendarDay } from '#shared/domain/day.ts';
import { RESET } from '#shared/locale/reset.ts';
import { type Language, LANGUAGES, LOCALES, say } from '#shared/locale/text.ts';
import { drawLetter } from '#main/printing/letter.ts';
import type { Credit } from './credit.ts';
import type { CardHolder } from './reset-link.ts';

/** The letter with a one-time link, the customer's language first; PDF, base64. */
export async function drawResetLetter(
  credit: Credit,
  { holder, link, date, expires }: { holder: CardHolder; link: string; date: Date; expires: Date },
): Promise<string> {
  const { host } = new URL(credit.publicUrl);
  const day = (at: Date, language: Language): string =>
    new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long' }).format(at);
  // Whoever comes at any hour of this day is in time.
  const lastDay = new Date(expires.getTime() - 86_400_000);
  const languages = LANGUAGES.toSorted((a, b) => Number(b === holder.language) - Number(a === holder.language));
  const pdf = await drawLetter({
    date: calendarDay(date),
    dateText: day(date, holder.language),
    addressee: [
      holder.postal_code === '' ? '' : `〒${holder.postal_code}`,
      ...holder.address.split('\n'),
      holder.language === 'ja' ? `${holder.name} 様` : holder.name,
    ].filter((line) => line !== ''),
    sender: [credit.name, host],
    parts: languages.map((language) => ({
      title: say(RESET.letterTitle, language),
      paragraphs: [
        say(RESET.letterLead, language, { lastFour: holder.last_four, until: day(lastDay, language) }),
        say(RESET.checkHost, language, { host }),
        say(RESET.notYou, language),
        say(RESET.letterTyping, language),
      ],
    })),
    link,
  });
  return Buffer.from(pdf).toString('base64');
}
