/** Files dropped anywhere on the page, or pasted. */
import { useEffect, useEffectEvent, useState } from 'react';

/** Screens that take files themselves; while there is one, the frame takes none. */
let screens = 0;

/** Returns whether a file is being dragged over the page. `last` is for the frame: it takes what no screen takes. */
export function useFiles(take: (files: readonly File[]) => void, place: 'first' | 'last' = 'first'): boolean {
  const [over, setOver] = useState(false);
  const onFiles = useEffectEvent(take);
  useEffect(() => {
    if (place === 'first') screens += 1;
    const mine = (): boolean => place === 'first' || screens === 0;
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    function onOver(event: DragEvent): void {
      if (!hasFiles(event) || !mine()) return;
      event.preventDefault();
      clearTimeout(leaving);
      // Leaving fires between any two elements; only when nothing follows has it left the page.
      leaving = setTimeout(() => setOver(false), 200);
      setOver(true);
    }
    function onDrop(event: DragEvent): void {
      if (!hasFiles(event) || !mine()) return;
      event.preventDefault();
      setOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    }
    function onPaste(event: ClipboardEvent): void {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || !mine()) return;
      event.preventDefault();
      onFiles(files);
    }
    document.addEventListener('dragover', onOver);
    document.addEventListener('drop', onDrop);
    document.addEventListener('paste', onPaste);
    return () => {
      if (place === 'first') screens -= 1;
      clearTimeout(leaving);
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('drop', onDrop);
      document.removeEventListener('paste', onPaste);
    };
  }, [place]);
  return over;
}

/** A file as base64; larger than 20 MB is refused before it is read. */
export async function readBase64(file: Blob): Promise<string | undefined> {
  if (file.size > 20_000_000) return undefined;
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('file not read')));
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}
