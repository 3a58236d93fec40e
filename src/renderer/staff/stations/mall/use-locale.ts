import { LOCALES } from '#shared/locale/text.ts';
import { useSettings } from '../../stores/settings-store.ts';

/** BCP 47 tag of this screen's language, for figures. */
export function useLocale(): string {
  return LOCALES[useSettings((settings) => settings.language)];
}
