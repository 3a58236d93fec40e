/** When a month closes and when its statements are due. */
import { type ReactNode, useState } from 'react';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { offerUndo } from '../stores/undo-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

type Days = Readonly<Record<'closingDay' | 'dueDay' | 'dueMonths', string>>;

export function BillingDays({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { billing } = useTexts();
  const texts = billing.days;
  const { value: known } = useQuery('billing.settings', {});
  const [typed, setTyped] = useState<Partial<Days>>({});
  if (!known) return null;
  const days: Days = {
    closingDay: String(known.closingDay),
    dueDay: String(known.dueDay),
    dueMonths: String(known.dueMonths),
    ...typed,
  };
  const field = (name: keyof Days, title: string, max: number, first: boolean, hint?: string): ReactNode => (
    <TextField
      title={title}
      {...(hint !== undefined && { hint })}
      {...(first && { 'data-first': '' })}
      type="number"
      min={1}
      max={max}
      required
      value={days[name]}
      onText={(text) => setTyped({ ...typed, [name]: text })}
    />
  );
  return (
    <OrderDialog
      title={texts.title}
      explain={texts.explain}
      confirm={texts.save}
      order={() =>
        desk.call('billing.set-days', {
          closingDay: Number(days.closingDay),
          dueDay: Number(days.dueDay),
          dueMonths: Number(days.dueMonths),
        })
      }
      onDone={() => {
        const { closingDay, dueDay, dueMonths } = known;
        const undo = () => desk.call('billing.set-days', { closingDay, dueDay, dueMonths });
        offerUndo({ text: texts.saved, undo });
        onClose();
      }}
      onClose={onClose}
    >
      {() => (
        <>
          {field('closingDay', texts.closing, 31, true, texts.closingHint)}
          {field('dueDay', texts.due, 31, false)}
          {field('dueMonths', texts.dueMonths, 3, false)}
        </>
      )}
    </OrderDialog>
  );
}
