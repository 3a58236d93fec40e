/** The forwarding station: a receipt label opens whom the goods are for, and Enter sends them. */
import { type ReactNode, useEffect, useRef } from 'react';
import { FileButton } from '../../components/file-button.tsx';
import { Note } from '../../components/note.tsx';
import { NumberEntry } from '../../components/number-entry.tsx';
import { readBase64, useFiles } from '../../components/use-files.ts';
import { useKeys } from '../../components/use-keys.ts';
import { Key } from '../../components/words.tsx';
import { bestReading } from '../../scanner/read-scan.ts';
import { useScans, useTypingField } from '../../scanner/scans.ts';
import { useForwarding } from '../../stores/desk-stores.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { ForwardingPanelView } from './forwarding-panel.tsx';
import { PackageQueue } from './package-queue.tsx';
import { useForgetting } from './use-forgetting.ts';
import { type Way, wayOf } from './forwarding-store.ts';

const LABEL_FILES = ['application/pdf', 'image/png', 'image/jpeg'];

export function ForwardingStation(): ReactNode {
  const { frame, forwarding, scan } = useTexts();
  const { panel, take, send, refuse, forget } = useForwarding();
  const { value: server } = useQuery('mails.server', {}, ['forwarding']);
  const numberField = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLDivElement>(null);

  const takeFiles = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      const base64 = LABEL_FILES.includes(file.type) ? await readBase64(file) : undefined;
      if (base64 !== undefined) await take({ kind: 'file', file: base64 });
      else if (LABEL_FILES.includes(file.type)) refuse({ code: 'too-large' });
      else refuse({ code: 'scan-unreadable', about: 'file-kind' });
    }
  };
  const over = useFiles((files) => void takeFiles(files));
  const takeText = (text: string): void => void take({ kind: 'text', text });
  /** False leaves the key to what has the focus. */
  const sendBy = (way: Way, event: KeyboardEvent): boolean => {
    const onControl = event.target instanceof HTMLElement && event.target.matches('button, a, tr, summary');
    const typed = numberField.current?.value.trim() !== '';
    if (event.repeat || onControl || typed || panel.kind !== 'package' || wayOf(panel.shown.state) !== way) {
      return false;
    }
    void send(way);
    return true;
  };
  useScans((found) => takeText(bestReading(found)));
  useTypingField(numberField);
  useForgetting();
  useKeys({
    Enter: (event) => sendBy('first', event),
    F8: (event) => sendBy('again', event),
    F4: () => numberField.current?.focus(),
    F7: () => main.current?.querySelector<HTMLElement>('[data-file-button]')?.click(),
    Escape: forget,
  });
  useEffect(() => {
    // Also where a row of the list was opened: Enter then sends.
    numberField.current?.focus({ preventScroll: panel.kind === 'idle' });
  }, [panel]);

  return (
    <div className="forwarding" ref={main}>
      <div className="forwarding-bench">
        <header className="forwarding-head">
          <h1>{frame.screens.forwarding}</h1>
          <p className="meta">{forwarding.explain}</p>
        </header>
        {server && !server.configured && (
          <Note sign="look" title={forwarding.noServer}>
            <p>{forwarding.noServerExplain}</p>
          </Note>
        )}
        <ForwardingPanelView />
        <footer className="scan-foot">
          <NumberEntry large fieldRef={numberField} onNumber={takeText} />
          <FileButton
            title={scan.chooseFile}
            accept=".pdf,.png,.jpg,.jpeg"
            hotkey={<Key name="F7" />}
            onFiles={(files) => void takeFiles(files)}
          />
          <p className="meta">{forwarding.foot}</p>
        </footer>
      </div>
      <PackageQueue onOpen={takeText} />
      {over && <div className="drop-veil">{forwarding.dropHere}</div>}
    </div>
  );
}
