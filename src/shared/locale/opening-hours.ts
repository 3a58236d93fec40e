/** Opening hours in words, for customers and staff alike. */
import { hoursRuns, type OpeningHours } from '../domain/depot.ts';
import type { Language } from './text.ts';

const WORDS = {
  ja: { days: ['月', '火', '水', '木', '金', '土', '日'], closed: '休業' },
  en: { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], closed: 'closed' },
} as const;

/** Monday first. */
export function weekdayNames(language: Language): readonly string[] {
  return WORDS[language].days;
}

/** `Mon–Fri 09:00–18:00`, `Sun closed`; none where nobody has said. */
export function openingHoursLines(hours: OpeningHours, language: Language): readonly string[] {
  const { days, closed } = WORDS[language];
  return hoursRuns(hours).map(({ first, last, hours: open }) => {
    const name = first === last ? days[first]! : `${days[first]!}–${days[last]!}`;
    return `${name} ${open ? `${open.opens}–${open.closes}` : closed}`;
  });
}
