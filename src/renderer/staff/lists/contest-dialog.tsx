/** A customer contests a charge: how much of it, why, and what was said. Nothing moves yet. */
import { type ReactNode, useState } from 'react';
import type { SettlementFile } from '#shared/desk/credit.ts';
import { DISPUTE_ABOUT, type DisputeAbout } from '#shared/domain/dispute.ts';
import { desk } from '../client.ts';
import { amountWithin } from '../components/amount.ts';
import { AmountUpTo } from '../components/amount-up-to.tsx';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { SelectField } from '../components/select-field.tsx';
import { useMoney, useTexts } from '../stores/use-texts.ts';

export function ContestDialog({
  file,
  onDone,
  onClose,
}: {
  readonly file: SettlementFile;
  readonly onDone: (dispute: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { disputes } = useTexts();
  const money = useMoney();
  const most = { ...file.captured, value: file.captured.value - file.refunded.value };
  const [typed, setTyped] = useState(String(most.value));
  const [about, setAbout] = useState<DisputeAbout>('not-mine');
  const [note, setNote] = useState('');
  const amount = amountWithin(typed, most);
  return (
    <OrderDialog
      title={disputes.contestTitle}
      explain={`${file.mall} · ${disputes.contestExplain(money(most))}`}
      confirm={disputes.contest}
      disabled={!amount || note.trim() === ''}
      order={() => desk.call('disputes.open', { receipt: file.receipt, amount: amount!, about, note })}
      onDone={({ dispute }) => onDone(dispute)}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <AmountUpTo
            title={disputes.amount}
            most={most}
            bad={disputes.amountBad}
            refused={refused === 'amount'}
            typed={typed}
            onText={setTyped}
          />
          <SelectField
            title={disputes.about}
            value={about}
            options={DISPUTE_ABOUT.map((each) => [each, disputes.abouts[each]] as const)}
            onChoose={setAbout}
          />
          <TextField
            title={disputes.note}
            hint={disputes.noteHint}
            wide
            required
            maxLength={400}
            value={note}
            onText={setNote}
          />
        </>
      )}
    </OrderDialog>
  );
}
