/** Cash counted at the door. Nothing is filled in beforehand: it has to be counted. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Money } from '#shared/domain/money.ts';
import type { Failure } from '#shared/result.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { parseAmount } from '../../components/amount.ts';
import { Key } from '../../components/words.tsx';
import { useStation } from '../../stores/desk-stores.ts';
import { useMoney, useTexts } from '../../stores/use-texts.ts';
import type { ShownParcel } from './station-store.ts';

export function CashEntry({
  parcel,
  failure,
}: {
  readonly parcel: ShownParcel;
  readonly failure?: Failure | undefined;
}): ReactNode {
  const { scan } = useTexts();
  const money = useMoney();
  const { deliver, reading } = useStation();
  const [typed, setTyped] = useState('');
  const { due, amount, surcharge } = parcel;
  const counted = due && parseAmount(typed, due.currency);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (counted) void deliver(counted);
  }
  const lines: readonly (readonly [string, Money | undefined])[] = [
    [scan.cashAmount, amount],
    [scan.cashSurcharge, surcharge],
  ];
  return (
    <form className="cash" onSubmit={submit}>
      <dl>
        {lines.map(
          ([name, part]) =>
            part && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{money(part)}</dd>
              </div>
            ),
        )}
        {due && (
          <div className="cash-due">
            <dt>{scan.cashDue}</dt>
            <dd>{money(due)}</dd>
          </div>
        )}
      </dl>
      <label className="field">
        <span>{scan.cashCounted}</span>
        <input
          className="input cash-input"
          autoFocus
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <p className="cash-difference" role="status">
        {due && counted && <Difference due={due} counted={counted} />}
      </p>
      <button type="submit" className="button primary large" disabled={!counted || reading > 0}>
        {scan.cashConfirm} <Key name="Enter" />
      </button>
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}

function Difference({ due, counted }: { readonly due: Money; readonly counted: Money }): ReactNode {
  const { scan } = useTexts();
  const money = useMoney();
  const value = counted.value - due.value;
  if (value === 0) return <span className="mark done">{scan.cashExact}</span>;
  const off = money({ value: Math.abs(value), currency: due.currency });
  return <span className="mark look">{value < 0 ? scan.cashShort(off) : scan.cashOver(off)}</span>;
}
