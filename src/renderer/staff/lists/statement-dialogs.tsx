/** Small orders about a statement: a later reminder, another way to bring the next one. */
import { type ReactNode, useState } from 'react';
import type { BillingWay, StatementFile } from '#shared/desk/billing.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { offerUndo } from '../stores/undo-store.ts';
import { formatDay, useTexts } from '../stores/use-texts.ts';

const WEEK_MS = 7 * 86_400_000;

export function Postpone({
  reference,
  onDone,
  onClose,
}: {
  readonly reference: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.statements;
  const [until, setUntil] = useState(() => formatDay(new Date(Date.now() + 2 * WEEK_MS)));
  const [reason, setReason] = useState('');
  return (
    <OrderDialog
      title={texts.postpone}
      explain={texts.postponeExplain}
      confirm={texts.postpone}
      disabled={reason.trim() === '' || until === ''}
      order={() => desk.call('statements.postpone', { reference, until, reason: reason.trim() })}
      onDone={onDone}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <TextField
            title={texts.until}
            type="date"
            required
            data-first=""
            invalid={refused === 'until'}
            value={until}
            onText={setUntil}
          />
          <TextField title={texts.reason} maxLength={200} required wide value={reason} onText={setReason} />
        </>
      )}
    </OrderDialog>
  );
}

export function Preference({
  file,
  onDone,
  onClose,
}: {
  readonly file: StatementFile;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { billing, settings } = useTexts();
  const texts = billing.statements;
  const [by, setBy] = useState<BillingWay>(file.customer.billing);
  const [language, setLanguage] = useState(file.customer.language);
  return (
    <OrderDialog
      title={texts.preference}
      explain={texts.preferenceExplain}
      confirm={billing.days.save}
      order={() => desk.call('billing.preference', { customer: file.customer.id, by, language })}
      onDone={() => {
        const before = { customer: file.customer.id, by: file.customer.billing, language: file.customer.language };
        offerUndo({ text: texts.preferenceSaved, undo: () => desk.call('billing.preference', before) });
        onDone();
      }}
      onClose={onClose}
    >
      {() => (
        <>
          <div className="field">
            <span>{texts.way}</span>
            <div>
              <Segments
                label={texts.way}
                choices={[
                  ['mail', texts.ways.mail],
                  ['print', texts.ways.print],
                ]}
                chosen={by}
                onChoose={setBy}
              />
            </div>
          </div>
          <div className="field">
            <span>{texts.language}</span>
            <div>
              <Segments
                label={texts.language}
                choices={[
                  ['ja', settings.languages.ja],
                  ['en', settings.languages.en],
                ]}
                chosen={language}
                onChoose={setLanguage}
              />
            </div>
          </div>
        </>
      )}
    </OrderDialog>
  );
}
