/** What the camera sees, while it is on: small, in a corner, beside the work. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Failure } from '#shared/result.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { useKeys } from '../components/use-keys.ts';
import { Key } from '../components/words.tsx';
import { lightTorch, startCamera, stopCamera, useCamera, zoomTo } from '../scanner/camera.ts';
import { cameraKey } from '../scanner/camera-key.ts';
import { CAMERA_PLACE, filePicture } from '../scanner/file-picture.ts';
import { play } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import type { Role } from '#shared/protocol/party.ts';

export function CameraPanel({ role }: { readonly role: Role }): ReactNode {
  const { scanner, exceptions } = useTexts();
  const { camera: words } = scanner;
  const { state, stream, torch, zoom, lit, readIn } = useCamera();
  const picture = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (picture.current) picture.current.srcObject = stream ?? null;
  }, [stream]);
  // It belongs to this desk: gone with it.
  useEffect(() => stopCamera, []);
  const [filed, setFiled] = useState<Failure | 'filed'>();
  const canFile = state === 'looking' && CAMERA_PLACE[role] !== undefined;
  async function file(): Promise<void> {
    const done = await filePicture(role, picture.current);
    play(done.ok ? 'done' : 'look');
    setFiled(done.ok ? 'filed' : done.error);
  }
  useKeys({ 'Shift+F7': () => (canFile ? void file() : false) }, 'last');
  if (state === 'off') return null;
  return (
    <aside className="camera" aria-label={words.title} data-camera={state}>
      {state === 'starting' || state === 'looking' ? (
        <video ref={picture} className="camera-picture" muted autoPlay playsInline aria-hidden="true" />
      ) : (
        <Note sign="stop" title={words[state]}>
          <p>{words[`${state}Do`]}</p>
        </Note>
      )}
      <div className="camera-tools">
        <span className="meta" role="status">
          {state === 'starting' && words.starting}
          {state === 'looking' && (readIn === undefined ? words.looking : words.read(readIn))}
        </span>
        <span className="grow" />
        {canFile && (
          <button type="button" className="button" onClick={() => void file()}>
            {exceptions.fileCamera} <Key name="⇧F7" />
          </button>
        )}
        {torch && (
          <button type="button" className="button" aria-pressed={lit} onClick={() => void lightTorch(!lit)}>
            {words.torch}
          </button>
        )}
        <button type="button" className="button" onClick={stopCamera}>
          {words.stop} <Key name={cameraKey(role)} />
        </button>
      </div>
      {filed === 'filed' && <p role="status">{exceptions.filedCamera}</p>}
      {filed !== undefined && filed !== 'filed' && <FailureNote failure={filed} />}
      {zoom && (
        <label className="camera-tools">
          <span className="meta">{words.zoom}</span>
          <input
            type="range"
            min={zoom.min}
            max={zoom.max}
            step={zoom.step}
            value={zoom.now}
            onChange={(event) => void zoomTo(Number(event.target.value))}
          />
        </label>
      )}
      <CameraChoice role={role} />
    </aside>
  );
}

function CameraChoice({ role }: { readonly role: Role }): ReactNode {
  const { camera: words } = useTexts().scanner;
  const devices = useCamera((store) => store.devices);
  const { camera, choose } = useSettings();
  if (devices.length < 2) return null;
  return (
    <label className="camera-tools">
      <span className="meta">{words.choose}</span>
      <select
        className="input"
        value={camera}
        onChange={(event) => {
          choose({ camera: event.target.value });
          void startCamera(role, event.target.value);
        }}
      >
        <option value="">{words.any}</option>
        {devices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
