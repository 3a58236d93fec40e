/** The rules behind decisions; an empty field switches one off. */
import { type ReactNode, useState } from 'react';
import type { DecisionRules } from '#shared/desk/inquiries.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

type Typed = Readonly<Record<keyof DecisionRules, string>>;

const BOUNDS = { overdueDays: [0, 365], debtPercent: [1, 100], reminders: [0, 12] } as const;

export function DecisionRulesDialog({
  onDone,
  onClose,
}: {
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { inquiries: texts } = useTexts();
  const { value: known } = useQuery('inquiries.rules', {});
  const [changed, setChanged] = useState<Partial<Typed>>({});
  const [reason, setReason] = useState('');
  if (!known) return null;
  const { overdueDays, debtPercent, reminders } = known;
  const typed: Typed = {
    overdueDays: String(overdueDays ?? ''),
    debtPercent: String(debtPercent ?? ''),
    reminders: String(reminders ?? ''),
    ...changed,
  };
  const field = (name: keyof DecisionRules, title: string, hint: string): ReactNode => (
    <TextField
      title={title}
      hint={hint}
      wide
      {...(name === 'overdueDays' && { 'data-first': '' })}
      type="number"
      min={BOUNDS[name][0]}
      max={BOUNDS[name][1]}
      step={1}
      value={typed[name]}
      onText={(text) => setChanged({ ...changed, [name]: text })}
    />
  );
  return (
    <OrderDialog
      title={texts.rulesTitle}
      explain={texts.rulesExplain}
      confirm={texts.save}
      disabled={reason.trim() === ''}
      order={() => desk.call('inquiries.set-rules', { rules: readTyped(typed), reason: reason.trim() })}
      onDone={onDone}
      onClose={onClose}
    >
      {() => (
        <>
          {field('overdueDays', texts.overdueDays, texts.overdueDaysHint)}
          {field('debtPercent', texts.debtPercent, texts.debtPercentHint)}
          {field('reminders', texts.reminders, texts.remindersHint)}
          <ReasonField value={reason} onText={setReason} />
        </>
      )}
    </OrderDialog>
  );
}

function readTyped(typed: Typed): DecisionRules {
  const filled = Object.entries(typed).filter(([, text]) => text.trim() !== '');
  return Object.fromEntries(filled.map(([name, text]) => [name, Number(text)]));
}
