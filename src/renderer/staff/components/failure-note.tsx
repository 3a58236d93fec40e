/** What went wrong, in plain words; the code stands below in small type, for whoever helps. */
import type { ReactNode } from 'react';
import type { DeskTexts, Language } from '#shared/locale/desk.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';
import type { Failure } from '#shared/result.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { Glyph } from './glyph.tsx';

/** `states` names the state that a failure may be about: the mall's or the carrier's. */
export function failureText(
  { code, about }: Failure,
  texts: DeskTexts,
  language: Language,
  states: Readonly<Record<string, string>> = {},
): string {
  if (code === 'unavailable' && about === 'not-sent') return texts.common.notSent;
  if (code === 'scan-unreadable' && about === 'file-kind') return texts.scan.fileKind;
  const text = ERROR_TEXTS[code][language];
  const state = about === undefined ? undefined : states[about];
  return state === undefined ? text : `${text} ${texts.scan.stateNow(state)}`;
}

export function failureCode({ code, about }: Failure): string {
  return about === undefined ? code : `${code} · ${about}`;
}

export function useFailureText(): (failure: Failure) => string {
  const texts = useTexts();
  const language = useSettings((settings) => settings.language);
  const carrier = useOffice((store) => store.office?.role === 'carrier');
  const states = carrier ? texts.parcelStates : texts.purchaseStates;
  return (failure) => failureText(failure, texts, language, states);
}

export function FailureNote({ failure }: { readonly failure: Failure }): ReactNode {
  const textOf = useFailureText();
  return (
    <div className="notice stop" role="alert">
      <Glyph sign="stop" />
      <p>
        {textOf(failure)}
        <span className="code">{failureCode(failure)}</span>
      </p>
    </div>
  );
}
