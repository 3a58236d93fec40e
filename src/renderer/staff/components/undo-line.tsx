/** What was just done, and the way to take it back. */
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { isTextField } from '../scanner/focused-text.ts';
import { useUndo } from '../stores/undo-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { useFailureText } from './failure-note.tsx';
import { Key } from './words.tsx';

export function UndoLine(): ReactNode {
  const { undo: texts, common } = useTexts();
  const textOf = useFailureText();
  const { offer, said, undo, dismiss } = useUndo();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isUndo =
      (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z';
    // In a field with text it is the field's own.
    const { activeElement: field } = document;
    if (!isUndo || !offer || document.querySelector('dialog[open]')) return;
    if (isTextField(field) && field.value !== '') return;
    event.preventDefault();
    void undo();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  return (
    <div className="undo-place" role="status">
      {offer && (
        <div className="undo-line">
          <span>{offer.text}</span>
          <button type="button" className="button" onClick={() => void undo()}>
            {texts.label} <Key name="Ctrl" />
            <Key name="Z" />
          </button>
          <button type="button" className="button plain" onClick={dismiss}>
            {common.close}
          </button>
        </div>
      )}
      {said !== undefined && (
        <div className="undo-line">
          <span>{said === 'undone' ? texts.undone : `${texts.failed} ${textOf(said)}`}</span>
          <button type="button" className="button plain" onClick={dismiss}>
            {common.close}
          </button>
        </div>
      )}
    </div>
  );
}
