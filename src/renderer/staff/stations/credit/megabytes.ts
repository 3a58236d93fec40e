import { LOCALES } from '#shared/locale/text.ts';

/** In megabytes of a million bytes, one digit behind the point where it tells something. */
export function megabytes(bytes: number, language: 'ja' | 'en'): string {
  const format = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: bytes < 100e6 ? 1 : 0 });
  return format.format(bytes / 1e6);
}
