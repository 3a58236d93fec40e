import { useEffect, useEffectEvent } from 'react';
import { isTextField } from '../scanner/focused-text.ts';

/** Cells copied from a spreadsheet, pasted outside of any field: more than one line, or it is a scan. */
export function usePastedTable(take: (text: string) => void): void {
  const onText = useEffectEvent(take);
  useEffect(() => {
    function onPaste(event: ClipboardEvent): void {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (event.defaultPrevented || isTextField(event.target) || !/\S\r?\n.*\S/s.test(text)) return;
      event.preventDefault();
      onText(text);
    }
    document.addEventListener('paste', onPaste, { capture: true });
    return () => document.removeEventListener('paste', onPaste, { capture: true });
  }, []);
}
