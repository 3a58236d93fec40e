/** Small pieces of text that look the same everywhere: numbers, payment marks, keys. */
import type { ReactNode } from 'react';
import { formatNumber } from '#shared/domain/number.ts';
import type { ParcelSize } from '#shared/domain/parcel-size.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { useTexts } from '../stores/use-texts.ts';

/** A number of ours in its groups. */
export function NumberText({ number }: { readonly number: string }): ReactNode {
  return <span className="number">{formatNumber(number)}</span>;
}

/** `3 0482 … 9`: enough to tell two scans apart. */
export function shortNumber(number: string): string {
  const groups = formatNumber(number).split(' ');
  return groups.length < 4 ? groups.join(' ') : `${groups[0]} ${groups[1]} … ${groups.at(-1)}`;
}

export function PayMark({ pay }: { readonly pay: PayMode }): ReactNode {
  const style: Record<PayMode, string> = { settled: 'mark', 'on-delivery': 'mark filled', later: 'mark look' };
  const texts = useTexts();
  return (
    <span className={style[pay]} title={texts.pay[pay]}>
      {texts.payShort[pay]}
    </span>
  );
}

export function SizeText({ size }: { readonly size: ParcelSize }): ReactNode {
  return (
    <span className="number">
      {size.size} · {size.weight} kg
    </span>
  );
}

export function Key({ name }: { readonly name: string }): ReactNode {
  return (
    <kbd className="key" aria-hidden="true">
      {name}
    </kbd>
  );
}
