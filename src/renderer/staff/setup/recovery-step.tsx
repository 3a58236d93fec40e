/** The recovery sheet: shown once, printed or saved before it goes on. */
import { type ReactNode, useEffect, useState } from 'react';
import type { RecoverySheet } from '#shared/desk/setup.ts';
import { pdfBlob, saveFile } from '../components/pdf.ts';
import { printPaper } from '../components/print-paper.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { callSetup, useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';

export function RecoveryStep(): ReactNode {
  const { recovery } = useTexts().setup;
  const { go, fail } = useSetup();
  const language = useSettings((settings) => settings.language);
  const [sheet, setSheet] = useState<RecoverySheet>();
  const [kept, setKept] = useState(false);
  useEffect(() => {
    let left = false;
    const draw = async (): Promise<void> => {
      const drawn = await callSetup('setup.recovery-sheet', { language });
      if (left) return;
      if (drawn.ok) setSheet(drawn.value);
      else fail(drawn.error);
    };
    void draw();
    return () => void (left = true);
  }, [language, fail]);

  async function print(): Promise<void> {
    if (sheet && (await printPaper(sheet))) setKept(true);
  }
  function save(): void {
    if (!sheet) return;
    saveFile(pdfBlob(sheet.pdf), `${recovery.preview}.pdf`);
    setKept(true);
  }
  return (
    <StepForm
      title={recovery.title}
      explain={recovery.explain}
      next={recovery.kept}
      ready={kept}
      onNext={() => void go('setup.recovery-kept', {})}
    >
      <div className="recovery">
        <div className="recovery-sheet">
          {sheet ? (
            <img alt={recovery.preview} src={`data:image/png;base64,${sheet.preview}`} />
          ) : (
            <p className="meta" role="status">
              {recovery.drawing}
            </p>
          )}
        </div>
        <div className="stack">
          <button
            key={sheet ? 'ready' : 'drawing'}
            type="button"
            className={kept ? 'button large' : 'button primary large'}
            disabled={!sheet}
            autoFocus={sheet !== undefined}
            onClick={() => void print()}
          >
            {recovery.print}
          </button>
          <button type="button" className="button large" disabled={!sheet} onClick={save}>
            {recovery.save}
          </button>
          {!kept && <p className="meta">{recovery.first}</p>}
        </div>
      </div>
    </StepForm>
  );
}
