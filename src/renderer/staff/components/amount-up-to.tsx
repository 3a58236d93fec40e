/** A field for an amount that is proposed and can be less; below it stands how it reads, or what it may be. */
import type { ReactNode } from 'react';
import type { Money } from '#shared/domain/money.ts';
import { useMoney } from '../stores/use-texts.ts';
import { amountWithin } from './amount.ts';
import { TextField } from './fields.tsx';

export function AmountUpTo({
  title,
  most,
  bad,
  refused,
  typed,
  onText,
}: {
  readonly title: string;
  readonly most: Money;
  /** What it may be, in words. */
  readonly bad: (most: string) => string;
  /** By the service. */
  readonly refused: boolean;
  readonly typed: string;
  readonly onText: (typed: string) => void;
}): ReactNode {
  const money = useMoney();
  const amount = amountWithin(typed, most);
  return (
    <TextField
      title={title}
      inputMode="decimal"
      autoFocus
      required
      hint={amount ? money(amount) : bad(money(most))}
      invalid={refused || !amount}
      value={typed}
      onText={onText}
    />
  );
}
