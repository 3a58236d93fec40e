/** Every key of this desk: those of the one table of actions, and what a screen makes of digits and arrows beside. */
import { type ReactNode, useState } from 'react';
import { type ActionGroup, actionGroupsOf, actionKey, actionsIn } from '#shared/desk/station-actions.ts';
import type { Role } from '#shared/protocol/party.ts';
import { Dialog } from '../components/dialog.tsx';
import { Key } from '../components/words.tsx';
import { CommandSheetDialog } from '../settings/command-sheet-dialog.tsx';
import { hasOwnF8 } from '../scanner/camera-key.ts';
import { useTexts } from '../stores/use-texts.ts';

type Line = readonly [keys: readonly string[], does: string];

/** As they stand on keyboards. */
const KEY_NAMES: Readonly<Record<string, readonly string[]>> = {
  Escape: ['Esc'],
  ' ': ['Space'],
  Backspace: ['⌫'],
  ArrowUp: ['↑'],
  ArrowDown: ['↓'],
  'Shift+F8': ['⇧', 'F8'],
  'Shift+F7': ['⇧', 'F7'],
};

export function KeyMap({ role, onClose }: { readonly role: Role; readonly onClose: () => void }): ReactNode {
  const { keys, common, forwarding, gifts, goods, palette, scanner, undo, staff } = useTexts();
  const [sheet, setSheet] = useState(false);
  const typing: readonly Line[] = [[[keys.digits], keys.typeNumber]];
  const moving: readonly Line[] = [[['↑', '↓'], keys.move]];
  /** What no single action says. */
  const beside: Readonly<Partial<Record<ActionGroup, readonly Line[]>>> = {
    anywhere: [
      [[keys.scanner], keys.scannerDoes],
      [['Ctrl', 'V'], keys.paste],
      [['Ctrl', 'L'], staff.lock.switch],
      [['Ctrl', 'K'], palette.title],
      [['Ctrl', 'Z'], undo.label],
    ],
    packing: [...typing, ...moving, [['⌫'], keys.untick], [['Enter'], keys.print]],
    goods: [[['Enter'], goods.keys.seal], ...typing, ...moving],
    scan: [...typing, [['1–9'], keys.reasons], [['Enter'], keys.confirmCash]],
    forwarding: [[['Enter'], forwarding.keys.send], ...typing, [['Esc'], forwarding.keys.escape]],
    gifts: [[['↑', '↓'], gifts.keys.move], [['Enter'], gifts.keys.look], ...typing, [['Esc'], gifts.keys.hide]],
  };
  const groups = actionGroupsOf(role).filter((group) => group !== 'digits' && group !== 'steps' && group !== 'reasons');
  const linesOf = (group: ActionGroup): readonly Line[] => [
    ...actionsIn(group).flatMap((id): readonly Line[] => {
      const key = actionKey(id);
      if (key === undefined) return [];
      const names = id === 'camera' && !hasOwnF8(role) ? ['F8'] : (KEY_NAMES[key] ?? [key]);
      return [[names, scanner.actions[id]]];
    }),
    ...(beside[group] ?? []),
  ];
  if (sheet) return <CommandSheetDialog onClose={() => setSheet(false)} />;
  return (
    <Dialog title={keys.title} wide onClose={onClose}>
      <div className="key-map">
        {groups.map((group) => (
          <KeyLines key={group} title={scanner.groups[group]} lines={linesOf(group)} />
        ))}
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={() => setSheet(true)}>
          {scanner.sheet.title}
        </button>
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
