/**
 * What the scanner needs around every screen: the question after a torn code, the word on a command that does nothing
 * here, the camera, pasted texts and files that no screen takes.
 */
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { type ActionGroup, type ActionId, actionGroupsOf, STATION_ACTIONS } from '#shared/desk/station-actions.ts';
import type { Role } from '#shared/protocol/party.ts';
import { desk } from '../client.ts';
import { Note } from '../components/note.tsx';
import { useActions } from '../components/use-actions.ts';
import { readBase64, useFiles } from '../components/use-files.ts';
import { useKeys } from '../components/use-keys.ts';
import type { Screen } from '../route.ts';
import { receiveScan, receiveText, setArrivalFrame } from '../scanner/arrivals.ts';
import { toggleCamera } from '../scanner/camera.ts';
import { hasOwnF8 } from '../scanner/camera-key.ts';
import { chooseCode } from '../scanner/choose-code.ts';
import { usePastedText } from '../scanner/paste.ts';
import { useSerial } from '../scanner/serial.ts';
import type { TornNumber } from '../scanner/torn.ts';
import { play } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { CameraPanel } from './camera-panel.tsx';
import { MendDialog } from './mend-dialog.tsx';

type Said =
  { readonly kind: 'refused'; readonly action: ActionId | undefined } | { readonly kind: 'nothing' | 'unreadable' };

/** A word stays so long (ms), or until the next scan. */
const STAYS = 8000;

/** Groups whose keys mean something on these screens alone. */
const SCREENS_OF: Readonly<Partial<Record<ActionGroup, readonly Screen[]>>> = {
  packing: ['packing'],
  printing: ['printing'],
  goods: ['goods'],
  returns: ['returns'],
  scan: ['scan'],
  tours: ['tours'],
  forwarding: ['forwarding'],
  gifts: ['gifts'],
};

export function ScannerLayer({ role, screen }: { readonly role: Role; readonly screen: Screen }): ReactNode {
  const { scanner } = useTexts();
  const camera = useSettings((settings) => settings.camera);
  const [torn, setTorn] = useState<TornNumber>();
  const [said, setSaid] = useState<Said>();

  const say = (word: Said): void => {
    play('look');
    setSaid(word);
  };
  const onTorn = useEffectEvent((found: TornNumber) => {
    play('look');
    setTorn(found);
  });
  const onRefused = useEffectEvent((action: ActionId | undefined) => say({ kind: 'refused', action }));
  const allows = useEffectEvent((action: ActionId) => {
    const { group } = STATION_ACTIONS[action];
    return actionGroupsOf(role).includes(group) && SCREENS_OF[group]?.includes(screen) !== false;
  });
  useEffect(() => {
    setArrivalFrame({
      allows: (action) => allows(action),
      torn: (found) => onTorn(found),
      refused: (action) => onRefused(action),
      arrived: () => {
        setTorn(undefined);
        setSaid(undefined);
      },
    });
    return () => setArrivalFrame(undefined);
  }, []);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(undefined), STAYS);
    return () => clearTimeout(timer);
  }, [said]);

  const takeFiles = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      const base64 = await readBase64(file);
      const read = base64 === undefined ? undefined : await desk.call('scanner.read-file', { file: base64 });
      const chosen = read?.ok ? chooseCode(read.value.texts, role) : undefined;
      if (chosen) receiveText(chosen.text, 'file');
      else say({ kind: 'unreadable' });
    }
  };
  const over = useFiles((files) => void takeFiles(files), 'last');
  const readClipboard = usePastedText({
    onText: (text) => receiveText(text, 'clipboard'),
    onFiles: (files) => void takeFiles(files),
    onNothing: () => say({ kind: 'nothing' }),
  });
  const switchCamera = (): void => toggleCamera(role, camera);
  useKeys({ ...(!hasOwnF8(role) && { F8: switchCamera }), 'Shift+F8': switchCamera }, 'last');
  useActions({ camera: switchCamera, paste: readClipboard });

  return (
    <>
      <CameraPanel role={role} />
      <div className="scanner-said">
        <SerialLost />
        {said && <SaidNote said={said} />}
      </div>
      {torn && (
        <MendDialog
          key={torn.read}
          torn={torn}
          onClose={() => setTorn(undefined)}
          onNumber={(number) => {
            setTorn(undefined);
            receiveScan({ scan: { text: number }, way: 'hand' });
          }}
        />
      )}
      {over && <div className="drop-veil">{scanner.paste.drop}</div>}
    </>
  );
}

function SaidNote({ said }: { readonly said: Said }): ReactNode {
  const { command, paste, actions } = useTexts().scanner;
  if (said.kind !== 'refused') {
    return (
      <Note sign="look" title={paste[said.kind]}>
        <p>{paste[`${said.kind}Do`]}</p>
      </Note>
    );
  }
  const { action } = said;
  return (
    <Note sign="look" title={action === undefined ? command.unknown : command.notHere(actions[action])}>
      <p>{action === undefined ? command.unknownDo : command.notHereDo}</p>
    </Note>
  );
}

function SerialLost(): ReactNode {
  const { serial } = useTexts().scanner;
  const state = useSerial((store) => store.state);
  useEffect(() => {
    if (state === 'lost') play('look');
  }, [state]);
  if (state !== 'lost') return null;
  return (
    <Note sign="stop" title={serial.lost}>
      <p>{serial.lostDo}</p>
    </Note>
  );
}
