/** Language, light or dark, contrast. */
import type { ReactNode } from 'react';
import { Segments } from '../components/segments.tsx';
import { CONTRASTS, THEMES, useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import type { SettingsSection } from './sections.ts';

export const appearanceSection: SettingsSection = {
  id: 'appearance',
  of: 'computer',
  title: ({ settings }) => settings.sections.appearance,
  words: ({ settings, frame }) => [
    settings.language,
    settings.theme,
    settings.contrast,
    ...Object.values(settings.languages),
    ...Object.values(frame.themes),
    ...Object.values(frame.contrasts),
  ],
  reading: 'がいかん げんご',
  Body: Appearance,
};

function Appearance(): ReactNode {
  const { frame, settings } = useTexts();
  const { language, theme, contrast, choose } = useSettings();
  return (
    <dl className="settings-rows">
      <dt>{settings.language}</dt>
      <dd>
        <Segments
          label={settings.language}
          choices={[
            ['ja', settings.languages.ja],
            ['en', settings.languages.en],
          ]}
          chosen={language}
          onChoose={(chosen) => choose({ language: chosen })}
        />
      </dd>
      <dt>{settings.theme}</dt>
      <dd>
        <Segments
          label={settings.theme}
          choices={THEMES.map((name) => [name, frame.themes[name]] as const)}
          chosen={theme}
          onChoose={(chosen) => choose({ theme: chosen })}
        />
      </dd>
      <dt>{settings.contrast}</dt>
      <dd>
        <Segments
          label={settings.contrast}
          choices={CONTRASTS.map((name) => [name, frame.contrasts[name]] as const)}
          chosen={contrast}
          onChoose={(chosen) => choose({ contrast: chosen })}
        />
      </dd>
    </dl>
  );
}
