/** First of all: who is here. Keyboard first, remembered for the next time. */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { FailureNote } from '../components/failure-note.tsx';
import { Segments } from '../components/segments.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';

export function Entry(): ReactNode {
  const texts = useTexts();
  const { language, clerk, choose } = useSettings();
  const { line, failure, enter } = useOffice();
  const [name, setName] = useState(clerk);
  /** What was entered last; before the line stands it waits for it. */
  const [asked, setAsked] = useState<{ readonly clerk: string }>();
  const words = { open: undefined, connecting: texts.frame.connecting, down: texts.frame.downLong, locked: undefined };

  function submit(event: FormEvent): void {
    event.preventDefault();
    const entered = name.trim();
    if (entered === '') return;
    choose({ clerk: entered });
    setAsked({ clerk: entered });
  }

  useEffect(() => {
    if (line === 'open' && asked) void enter(asked.clerk);
  }, [line, asked, enter]);

  return (
    <main className="full-page">
      <form className="full-card stack" onSubmit={submit}>
        <p className="full-name">Tokumei</p>
        <h1>{texts.entry.title}</h1>
        <p className="full-soft">{texts.entry.explain}</p>
        <label className="field">
          <span>{texts.entry.field}</span>
          <input
            className="input entry-input"
            value={name}
            maxLength={24}
            autoComplete="off"
            autoFocus
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <button type="submit" className="button primary large" disabled={name.trim() === ''}>
          {texts.entry.enter}
        </button>
        {failure && <FailureNote failure={failure} />}
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
      </form>
    </main>
  );
}
