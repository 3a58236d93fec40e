/** A payment by hand: by which number, how much, on which day. */
import { type FormEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import type { Money } from '#shared/domain/money.ts';
import { parseAmount } from '../components/amount.ts';
import { TextField } from '../components/fields.tsx';
import { formatDay } from '../stores/use-texts.ts';

export function PaymentForm({
  texts,
  typed,
  onTyped,
  numberField,
  amountField,
  currency,
  hintOf,
  onRecord,
  children,
}: {
  readonly texts: Readonly<
    Record<'title' | 'explain' | 'number' | 'amount' | 'amountBad' | 'date' | 'record', string> & {
      readonly numberHint?: string;
    }
  >;
  /** The number; scanned or chosen elsewhere, too. */
  readonly typed: string;
  readonly onTyped: (text: string) => void;
  readonly numberField?: RefObject<HTMLInputElement | null>;
  readonly amountField: RefObject<HTMLInputElement | null>;
  readonly currency: string;
  /** What is to be said about an amount before it is recorded. */
  readonly hintOf?: (amount: Money) => string | undefined;
  /** True: it is recorded, and the form is for the next one. */
  readonly onRecord: (amount: Money, date: string) => Promise<boolean>;
  /** What happened. */
  readonly children: ReactNode;
}): ReactNode {
  const [amountTyped, setAmountTyped] = useState('');
  const [today] = useState(() => formatDay(new Date()));
  const [date, setDate] = useState(today);
  const amount = parseAmount(amountTyped, currency);
  /** Enter pressed twice is one payment: until the emptied fields are shown nothing more is sent. */
  const sent = useRef(0);
  const [answers, setAnswers] = useState(0);
  const bad = amountTyped !== '' && !amount ? texts.amountBad : '';

  async function record(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!amount || sent.current !== answers) return;
    sent.current += 1;
    const recorded = await onRecord(amount, date);
    setAnswers((known) => known + 1);
    if (!recorded) return;
    onTyped('');
    setAmountTyped('');
  }
  return (
    <form className="card stack side" onSubmit={(event) => void record(event)}>
      <h2>{texts.title}</h2>
      <p className="meta">{texts.explain}</p>
      <label className="field">
        <span>{texts.number}</span>
        <input
          ref={numberField}
          className="input"
          autoFocus
          autoComplete="off"
          placeholder={texts.numberHint}
          value={typed}
          onChange={(event) => onTyped(event.target.value)}
          data-number=""
        />
      </label>
      <label className="field">
        <span>{texts.amount}</span>
        <input
          ref={amountField}
          className="input"
          inputMode="decimal"
          autoComplete="off"
          value={amountTyped}
          onChange={(event) => setAmountTyped(event.target.value)}
        />
      </label>
      <p className="meta payment-hint" role="status">
        {amount ? hintOf?.(amount) : bad}
      </p>
      <TextField title={texts.date} type="date" required max={today} value={date} onText={setDate} />
      <button type="submit" className="button primary" disabled={typed.trim() === '' || !amount || date === ''}>
        {texts.record}
      </button>
      {children}
    </form>
  );
}
