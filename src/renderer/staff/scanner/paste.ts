/** Text on the clipboard as a scan: Ctrl+V outside text fields, or the command bar code. Files go the way of dropped ones. */
import { useEffect, useEffectEvent } from 'react';
import { isTextField } from './focused-text.ts';
import { isWholeLabel, numberIn } from './read-scan.ts';

interface Pasted {
  readonly onText: (text: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onNothing: () => void;
}

/** A label's code is no longer; whatever is, is a text for people. */
const LONGEST = 4096;

/** Returns what reads the clipboard without Ctrl+V. */
export function usePastedText({ onText, onFiles, onNothing }: Pasted): () => Promise<void> {
  const take = useEffectEvent((event: ClipboardEvent) => {
    if (event.defaultPrevented || (event.clipboardData?.files.length ?? 0) > 0) return;
    const text = event.clipboardData?.getData('text/plain').trim() ?? '';
    if (!isOurs(event.target, text)) return;
    event.preventDefault();
    if (text === '' || text.length > LONGEST) onNothing();
    else onText(text);
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => take(event);
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);

  return async () => {
    try {
      const items = await navigator.clipboard.read();
      for (const item of items) {
        const picture = item.types.find((type) => type.startsWith('image/'));
        if (picture !== undefined)
          return onFiles([new File([await item.getType(picture)], 'clipboard', { type: picture })]);
      }
      const text = (await navigator.clipboard.readText()).trim();
      if (text !== '' && text.length <= LONGEST) return onText(text);
    } catch {
      // Not allowed, or nothing there.
    }
    onNothing();
  };
}

/** In a text field a paste is the field's; in the number field only what is no number. */
function isOurs(target: EventTarget | null, text: string): boolean {
  const field = isTextField(target) ? target : isTextField(document.activeElement) ? document.activeElement : undefined;
  if (field === undefined) return document.querySelector('dialog[open]') === null;
  return field.matches('[data-number]') && (isWholeLabel(text) || numberIn(text) !== undefined);
}
