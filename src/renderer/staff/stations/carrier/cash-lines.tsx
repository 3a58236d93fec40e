/** What is to be collected, and what was counted. */
import type { ReactNode } from 'react';
import type { Money } from '#shared/domain/money.ts';
import { useMoney, useTexts } from '../../stores/use-texts.ts';
import type { ShownParcel } from './station-store.ts';

export function CashLines({
  parcel,
  due,
  collected,
  typed,
  onType,
}: {
  readonly parcel: ShownParcel;
  readonly due: Money;
  /** What the typed text says, once it says an amount. */
  readonly collected: Money | undefined;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}): ReactNode {
  const { scan } = useTexts();
  const money = useMoney();
  const lines: readonly (readonly [string, Money | undefined])[] = [
    [scan.cashAmount, parcel.amount],
    [scan.cashSurcharge, parcel.surcharge],
  ];
  return (
    <>
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
        <div className="cash-due">
          <dt>{scan.cashDue}</dt>
          <dd>{money(due)}</dd>
        </div>
      </dl>
      <label className="field">
        <span>{scan.cashCounted}</span>
        <input
          className="input cash-input"
          autoFocus
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={(event) => onType(event.target.value)}
        />
      </label>
      <p className="cash-difference" role="status">
        {collected && <Difference due={due} counted={collected} />}
      </p>
    </>
  );
}

export function Difference({ due, counted }: { readonly due: Money; readonly counted: Money }): ReactNode {
  const { scan } = useTexts();
  const money = useMoney();
  const value = counted.value - due.value;
  if (value === 0) return <span className="mark done">{scan.cashExact}</span>;
  const off = money({ value: Math.abs(value), currency: due.currency });
  return <span className="mark look">{value < 0 ? scan.cashShort(off) : scan.cashOver(off)}</span>;
}
