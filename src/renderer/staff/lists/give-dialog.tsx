/** How much goes back, and why. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { type AccountPart, type OrderAccount, REFUND_REASONS, type RefundReason } from '#shared/desk/mall-refunds.ts';
import type { Money } from '#shared/domain/money.ts';
import { amountWithin, parseAmount } from '../components/amount.ts';
import { Dialog } from '../components/dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { useMoney, useTexts } from '../stores/use-texts.ts';

/** A field for an amount that can't be more than the most; what is wrong with it stands below. */
export function AmountField({
  typed,
  most,
  onType,
}: {
  readonly typed: string;
  readonly most: Money;
  readonly onType: (typed: string) => void;
}): ReactNode {
  const { refunds } = useTexts();
  const money = useMoney();
  const amount = parseAmount(typed, most.currency);
  const wrong = !amount ? refunds.giveBad : amount.value > most.value ? refunds.giveTooHigh(money(most)) : undefined;
  return (
    <label className="field give-amount">
      <span>{refunds.giveAmount}</span>
      <input
        className="input"
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        aria-invalid={wrong !== undefined}
        onChange={(event) => onType(event.target.value)}
        onFocus={(event) => event.target.select()}
        data-first=""
      />
      <span className={wrong === undefined ? 'meta' : 'meta wrong'} role="status">
        {wrong ?? refunds.giveMost(money(most))}
      </span>
    </label>
  );
}

/** Who gives it to the customer: of a settled parcel the credit company, not the carrier. */
export function throughWhom({ payment }: OrderAccount, { way, partnerName }: AccountPart): string {
  return way === 'settlement' ? (payment?.companyName ?? '') : partnerName;
}

export function GiveDialog({
  account,
  part,
  onClose,
  onGive,
}: {
  readonly account: OrderAccount;
  readonly part: AccountPart;
  readonly onClose: () => void;
  readonly onGive: (amount: Money, reason: RefundReason) => void;
}): ReactNode {
  const { refunds, common } = useTexts();
  const money = useMoney();
  const { refundable, way } = part;
  const [typed, setTyped] = useState(() => String(refundable.value));
  const [reason, setReason] = useState<RefundReason>(part.state === 'returned' ? 'returned' : 'other');
  const amount = amountWithin(typed, refundable);
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (amount) onGive(amount, reason);
  }
  const confirm = way === 'waived' ? refunds.waiveConfirm : refunds.giveConfirm;
  return (
    <Dialog title={refunds.giveAsk(refunds.parts[part.part])} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {way && <p>{refunds.wayExplain[way](throughWhom(account, part))}</p>}
        <AmountField typed={typed} most={refundable} onType={setTyped} />
        <ReasonSegments reason={reason} onChoose={setReason} />
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button primary" disabled={!amount}>
            {confirm(money(amount ?? refundable))}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function ReasonSegments({
  reason,
  onChoose,
}: {
  readonly reason: RefundReason;
  readonly onChoose: (reason: RefundReason) => void;
}): ReactNode {
  const { refunds } = useTexts();
  return (
    <div className="field">
      <span>{refunds.giveReason}</span>
      <div>
        <Segments
          label={refunds.giveReason}
          choices={REFUND_REASONS.map((value) => [value, refunds.reasons[value]])}
          chosen={reason}
          onChoose={onChoose}
        />
      </div>
    </div>
  );
}
