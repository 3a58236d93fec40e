/** Why a part of an order is called off; choosing the reason does it. */
import type { ReactNode } from 'react';
import { type AccountPart, CANCEL_REASONS, type CancelReason } from '#shared/desk/mall-refunds.ts';
import { Choices } from '../components/choices.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useMoney, useTexts } from '../stores/use-texts.ts';

export function CancelDialog({
  part: { refundable, state },
  onClose,
  onCancel,
}: {
  readonly part: AccountPart;
  readonly onClose: () => void;
  readonly onCancel: (reason: CancelReason) => void;
}): ReactNode {
  const { refunds, common } = useTexts();
  const money = useMoney();
  return (
    <Dialog title={refunds.cancelAsk} onClose={onClose}>
      <div className="stack">
        <p>{refundable.value > 0 ? refunds.cancelMoney(money(refundable)) : refunds.cancelNoMoney}</p>
        {state === 'packed' && <p className="strong">{refunds.cancelLabel}</p>}
        <Choices
          label={refunds.cancelAsk}
          choices={CANCEL_REASONS.map((value) => ({ value, title: refunds.cancelReasons[value] }))}
          onChoose={onCancel}
        />
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {common.back}
        </button>
      </div>
    </Dialog>
  );
}
