/** First of all: who is here. Keyboard first, remembered for the next time. */
import type { ReactNode } from 'react';
import { Segments } from '../components/segments.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { SignIn } from './sign-in.tsx';

export function Entry(): ReactNode {
  const texts = useTexts();
  const { language, choose } = useSettings();
  const { line, sign } = useOffice();
  const words = { open: undefined, connecting: texts.frame.connecting, down: texts.frame.downLong, locked: undefined };
  return (
    <main className="full-page">
      <div className="full-card stack">
        <p className="full-name">Tokumei</p>
        {sign && (
          <p className="sign-place">
            <span>{texts.frame.roles[sign.role]}</span>
            <span className="strong">{sign.name}</span>
            {sign.station && <span className="strong">{sign.station.name}</span>}
            <span>{sign.place}</span>
            {sign.demo && <span className="mark look">{texts.frame.demo}</span>}
          </p>
        )}
        <h1>{texts.staff.sign.title}</h1>
        <SignIn />
        <p className="meta" role="status">
          {words[line]}
        </p>
        <Segments
          label={texts.frame.language}
          choices={[
            ['ja', texts.settings.languages.ja],
            ['en', texts.settings.languages.en],
          ]}
          chosen={language}
          onChoose={(chosen) => choose({ language: chosen })}
        />
      </div>
    </main>
  );
}
