/** What has to be done before a parcel is handed over: cash counted, a name or a signature given. */
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { encodeSignature, type Stroke } from '#shared/domain/signature.ts';
import type { Failure } from '#shared/result.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { parseAmount } from '../../components/amount.ts';
import { Key } from '../../components/words.tsx';
import { useStation } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { CashLines } from './cash-lines.tsx';
import { ParcelLines } from './parcel-lines.tsx';
import { SignaturePad } from './signature-pad.tsx';
import type { ShownParcel } from './station-store.ts';

export function DoorForm({
  parcel,
  failure,
}: {
  readonly parcel: ShownParcel;
  readonly failure?: Failure | undefined;
}): ReactNode {
  const { scan } = useTexts();
  const { deliver, reading } = useStation();
  const asksProof = useSettings((settings) => settings.asksProof);
  const [typed, setTyped] = useState('');
  const [name, setName] = useState('');
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const nameField = useRef<HTMLInputElement>(null);
  const { due } = parcel;
  // Nothing is filled in beforehand: cash has to be counted.
  const collected = due && parseAmount(typed, due.currency);
  const isCounted = !due || collected !== undefined;
  const isProved = !asksProof || name.trim() !== '' || strokes.length > 0;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isCounted && !isProved) return nameField.current?.focus();
    if (!isCounted || !isProved) return;
    const signature = btoa(String.fromCharCode(...encodeSignature(strokes)));
    void deliver({ ...(collected && { collected }), ...(asksProof && { proof: { name: name.trim(), signature } }) });
  }

  return (
    <form className="scan-door" onSubmit={submit}>
      <div className="stack">
        <ParcelLines parcel={parcel} />
        {asksProof && <SignaturePad strokes={strokes} onDraw={setStrokes} />}
      </div>
      <div className="door">
        {due && <CashLines parcel={parcel} due={due} collected={collected} typed={typed} onType={setTyped} />}
        {asksProof && (
          <label className="field">
            <span>{scan.proofName}</span>
            <input
              className="input door-name"
              ref={nameField}
              autoFocus={!due}
              autoComplete="off"
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
        )}
        <button type="submit" className="button primary large" disabled={!isCounted || reading > 0}>
          {due ? scan.cashConfirm : scan.proofConfirm} <Key name="Enter" />
        </button>
        {failure && <FailureNote failure={failure} />}
      </div>
    </form>
  );
}
