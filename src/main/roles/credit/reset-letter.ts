import { calendarDay } from '#shared/domain/day.ts';
import { RESET } from '#shared/locale/reset.ts';
import { type Language, LANGUAGES, LOCALES, say } from '#shared/locale/text.ts';
import { drawLetter, type Letter, type LetterPart } from '#main/printing/letter.ts';
import type { Credit } from './credit.ts';
import type { CardHolder } from './reset-link.ts';

interface ToHolder {
  readonly holder: CardHolder;
  readonly date: Date;
}

/** The letter with a one-time link, the customer's language first; PDF, base64. */
export function drawResetLetter(
  credit: Pick<Credit, 'name'>,
  { link, expires, ...to }: ToHolder & { readonly link: string; readonly expires: Date },
): Promise<string> {
  const { host } = new URL(link);
  // Whoever comes at any hour of this day is in time.
  const lastDay = new Date(expires.getTime() - 86_400_000);
  return drawToHolder(to, { sender: [credit.name, host], link }, (language) => ({
    title: say(RESET.letterTitle, language),
    paragraphs: [
      say(RESET.letterLead, language, { lastFour: to.holder.last_four, until: writeDay(lastDay, language) }),
      say(RESET.checkHost, language, { host }),
      say(RESET.notYou, language),
      say(RESET.letterTyping, language),
    ],
  }));
}

/** The letter with a new password, of a company that has no page to choose one at; PDF, base64. */
export function drawPasswordLetter(
  credit: Pick<Credit, 'name'>,
  { password, ...to }: ToHolder & { readonly password: string },
): Promise<string> {
  return drawToHolder(to, { sender: [credit.name], secret: password }, (language) => ({
    title: say(RESET.passwordTitle, language),
    paragraphs: [
      say(RESET.passwordLead, language, { lastFour: to.holder.last_four }),
      say(RESET.passwordKeep, language),
      say(RESET.passwordTyping, language),
      say(RESET.passwordNotYou, language),
    ],
  }));
}

async function drawToHolder(
  { holder, date }: ToHolder,
  rest: Pick<Letter, 'sender' | 'link' | 'secret'>,
  partIn: (language: Language) => LetterPart,
): Promise<string> {
  const languages = LANGUAGES.toSorted((a, b) => Number(b === holder.language) - Number(a === holder.language));
  const pdf = await drawLetter({
    date: calendarDay(date),
    dateText: writeDay(date, holder.language),
    addressee: [
      holder.postal_code === '' ? '' : `〒${holder.postal_code}`,
      ...holder.address.split('\n'),
      holder.language === 'ja' ? `${holder.name} 様` : holder.name,
    ].filter((line) => line !== ''),
    parts: languages.map(partIn),
    ...rest,
  });
  return Buffer.from(pdf).toString('base64');
}

function writeDay(at: Date, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long' }).format(at);
}
