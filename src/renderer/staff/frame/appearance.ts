/** Language, light or dark, and contrast, written onto the document where the style sheets and screen readers look. */
import { type Settings, useSettings } from '../stores/settings-store.ts';

export function followAppearance(): void {
  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  const systemMore = matchMedia('(prefers-contrast: more)');
  const apply = ({ language, theme, contrast }: Settings): void => {
    const dark = theme === 'dark' || (theme === 'system' && systemDark.matches);
    const more = contrast === 'more' || (contrast === 'system' && systemMore.matches);
    const { documentElement } = document;
    documentElement.lang = language;
    documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    documentElement.dataset['contrast'] = more ? 'more' : 'standard';
  };
  apply(useSettings.getState());
  useSettings.subscribe(apply);
  for (const system of [systemDark, systemMore]) system.addEventListener('change', () => apply(useSettings.getState()));
}
