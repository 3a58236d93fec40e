/** Language and light or dark, written onto the document where the style sheets and screen readers look. */
import { type Settings, useSettings } from '../stores/settings-store.ts';

export function followAppearance(): void {
  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  const apply = ({ language, theme }: Settings): void => {
    const dark = theme === 'dark' || (theme === 'system' && systemDark.matches);
    document.documentElement.lang = language;
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  };
  apply(useSettings.getState());
  useSettings.subscribe(apply);
  systemDark.addEventListener('change', () => apply(useSettings.getState()));
}
