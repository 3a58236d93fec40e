/** Ending the dealings with a partner for a while, and going on; both with a reason. */
import { type ReactNode, useState } from 'react';
import type { PartnerRow } from '#shared/desk/office.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { desk } from '../client.ts';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { useTexts } from '../stores/use-texts.ts';

/** Suspends an approved partner, and resumes a suspended one. */
export function PartnerSuspension({
  partner,
  onDone,
}: {
  readonly partner: PartnerRow;
  readonly onDone: (sentence: string) => void;
}): ReactNode {
  const { partners } = useTexts();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const going = partner.state === 'approved';
  const words = going
    ? {
        button: partners.suspend,
        title: partners.suspendAsk,
        explain: partners.suspendExplain,
        done: partners.suspended,
      }
    : { button: partners.resume, title: partners.resumeAsk, explain: partners.resumeExplain, done: partners.resumed };
  return (
    <>
      <button
        type="button"
        className={going ? 'button danger' : 'button primary'}
        onClick={() => {
          setReason('');
          setAsking(true);
        }}
      >
        {words.button}
      </button>
      {asking && (
        <OrderDialog
          title={words.title(partner.name)}
          explain={words.explain}
          confirm={words.button}
          danger={going}
          disabled={reason.trim() === ''}
          order={() => {
            const order = { id: partner.id as PartyId, reason: reason.trim() };
            return going ? desk.call('partners.suspend', order) : desk.call('partners.resume', order);
          }}
          onDone={() => {
            setAsking(false);
            onDone(words.done(partner.name));
          }}
          onClose={() => setAsking(false)}
        >
          {() => <ReasonField value={reason} onText={setReason} />}
        </OrderDialog>
      )}
    </>
  );
}
