/** Every key of this desk. */
import type { ReactNode } from 'react';
import type { Role } from '#shared/protocol/party.ts';
import { Dialog } from '../components/dialog.tsx';
import { Key } from '../components/words.tsx';
import { useTexts } from '../stores/use-texts.ts';

type Line = readonly [keys: readonly string[], does: string];

export function KeyMap({ role, onClose }: { readonly role: Role; readonly onClose: () => void }): ReactNode {
  const { keys, common, forwarding, gifts, goods } = useTexts();
  const anywhere: readonly Line[] = [
    [['?'], keys.help],
    [[keys.scanner], keys.scannerDoes],
    ...(role === 'agency' || role === 'wrapper' ? [] : [[['F9'], keys.station] as const]),
    [['Esc'], keys.escape],
  ];
  const packing: readonly Line[] = [
    [[keys.digits], keys.typeNumber],
    [['F4'], keys.number],
    [['↑', '↓'], keys.move],
    [['Space'], keys.tick],
    [['⌫'], keys.untick],
    [['Enter'], keys.print],
    [['F7'], keys.slip],
    [['F8'], keys.reprint],
  ];
  const sealing: readonly Line[] = [
    [['Enter'], goods.keys.seal],
    [['F6'], goods.keys.files],
    [[keys.digits], keys.typeNumber],
    [['F4'], keys.number],
    [['↑', '↓'], keys.move],
  ];
  const scan: readonly Line[] = [
    [['F2', '1–7'], keys.changeStep],
    [[keys.digits], keys.typeNumber],
    [['F4'], keys.number],
    [['F7'], keys.chooseFile],
    [['Ctrl', 'V'], keys.paste],
    [['1–4'], keys.reasons],
    [['Enter'], keys.confirmCash],
  ];
  const forward: readonly Line[] = [
    [['Enter'], forwarding.keys.send],
    [['F8'], forwarding.keys.again],
    [[keys.digits], keys.typeNumber],
    [['F4'], keys.number],
    [['F7'], keys.chooseFile],
    [['Ctrl', 'V'], keys.paste],
    [['Esc'], forwarding.keys.escape],
  ];
  const giftCards: readonly Line[] = [
    [['↑', '↓'], gifts.keys.move],
    [['Enter'], gifts.keys.look],
    [['F2'], gifts.keys.done],
    [[keys.digits], keys.typeNumber],
    [['F4'], keys.number],
    [['Esc'], gifts.keys.hide],
  ];
  return (
    <Dialog title={keys.title} wide onClose={onClose}>
      <div className="key-map">
        <KeyLines title={keys.anywhere} lines={anywhere} />
        {role === 'mall' && <KeyLines title={keys.packing} lines={packing} />}
        {role === 'mall' && <KeyLines title={goods.keys.title} lines={sealing} />}
        {role === 'carrier' && <KeyLines title={keys.scan} lines={scan} />}
        {role === 'credit' && <KeyLines title={forwarding.keys.title} lines={forward} />}
        {role === 'wrapper' && <KeyLines title={gifts.keys.title} lines={giftCards} />}
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {common.close}
        </button>
      </div>
    </Dialog>
  );
}

function KeyLines({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }): ReactNode {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {lines.map(([names, does]) => (
          <div key={does}>
            <dt>
              {names.map((name) => (
                <Key key={name} name={name} />
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
