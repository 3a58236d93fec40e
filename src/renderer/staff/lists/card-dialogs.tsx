/** What can be done with a card: block, another limit or expiry, password and check words anew, no passkeys, another card. */
import { type ReactNode, useState } from 'react';
import { CARD_ENDS, type CardEnd, type CardRow } from '#shared/desk/credit.ts';
import { isCardExpired } from '#shared/domain/card.ts';
import type { Money } from '#shared/domain/money.ts';
import type { Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { parseAmount } from '../components/amount.ts';
import { Dialog } from '../components/dialog.tsx';
import { TextField } from '../components/fields.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { openPdf, pdfBlob, saveFile } from '../components/pdf.ts';
import { ReasonField } from '../components/reason-field.tsx';
import { Segments } from '../components/segments.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { offerUndo } from '../stores/undo-store.ts';
import { useMay } from '../stores/use-may.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { CardFaceFields, NO_FACE } from './customer-fields.tsx';

export type CardTask = 'block' | 'limit' | 'renew' | 'reset' | 'passkeys' | 'replace';

interface Part {
  readonly card: CardRow;
  /** Told what happened, in words; nothing where the line with "Undo" says it. */
  readonly onDone: (sentence?: string) => void;
  /** It was taken back. */
  readonly onUndone: () => void;
  readonly onClose: () => void;
}

async function undone<T>(act: Promise<Result<T>>, tell: () => void): Promise<Result<T>> {
  const result = await act;
  if (result.ok) tell();
  return result;
}

export function CardDialog({ task, ...part }: Part & { readonly task: CardTask }): ReactNode {
  const shown: Readonly<Record<CardTask, ReactNode>> = {
    block: <BlockCard {...part} />,
    limit: <ChangeLimit {...part} />,
    renew: <RenewCard {...part} />,
    reset: <ResetCard {...part} />,
    passkeys: <RemovePasskeys {...part} />,
    replace: <ReplaceCard {...part} />,
  };
  return shown[task];
}

function BlockCard({ card, onDone, onUndone, onClose }: Part): ReactNode {
  const { customers } = useTexts();
  const [reason, setReason] = useState('');
  const { lastFour, blocked } = card;
  const mayUnblock = useMay('limits');
  const set = (to: boolean) => desk.call('cards.block', { card: card.id, blocked: to, reason });
  function done(): void {
    const said = blocked ? customers.unblocked(lastFour) : customers.blocked(lastFour);
    // Whoever may not unblock has nothing to take back with.
    if (!blocked && !mayUnblock) return onDone(said);
    offerUndo({ text: said, undo: () => undone(set(blocked), onUndone) });
    onDone();
  }
  return (
    <OrderDialog
      title={blocked ? customers.unblockTitle(lastFour) : customers.blockTitle(lastFour)}
      explain={blocked ? customers.unblockExplain : customers.blockExplain}
      confirm={blocked ? customers.unblock : customers.block}
      danger={!blocked}
      disabled={reason.trim() === ''}
      order={() => set(!blocked)}
      onDone={done}
      onClose={onClose}
    >
      {() => <ReasonField value={reason} onText={setReason} />}
    </OrderDialog>
  );
}

function ChangeLimit({ card, onDone, onUndone, onClose }: Part): ReactNode {
  const { customers } = useTexts();
  const money = useMoney();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const { currency } = card.limit;
  const limit = parseAmount(typed, currency);
  const least = { value: card.limit.value - card.available.value, currency };
  const low = limit !== undefined && limit.value < least.value;
  const set = (to: Money) => desk.call('cards.change-limit', { card: card.id, limit: to, reason });
  function done(): void {
    const text = customers.limitChanged(card.lastFour, money(limit!));
    offerUndo({ text, undo: () => undone(set(card.limit), onUndone) });
    onDone();
  }
  return (
    <OrderDialog
      title={`${customers.changeLimit} · ${customers.cardOf(card.lastFour)}`}
      explain={customers.limitExplain(money(least))}
      confirm={customers.changeLimit}
      disabled={!limit || low || reason.trim() === ''}
      order={() => set(limit!)}
      onDone={done}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <TextField
            title={customers.limit}
            inputMode="decimal"
            autoFocus
            required
            placeholder={money(card.limit)}
            invalid={refused === 'limit' || low || (typed !== '' && !limit)}
            value={typed}
            onText={setTyped}
          />
          <ReasonField value={reason} onText={setReason} />
        </>
      )}
    </OrderDialog>
  );
}

function RenewCard({ card, onDone, onClose }: Part): ReactNode {
  const { customers } = useTexts();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const expiry = typed.normalize('NFKC').trim();
  const fits = /^\d{4}-(0[1-9]|1[0-2])$/.test(expiry);
  return (
    <OrderDialog
      title={`${customers.renew} · ${customers.cardOf(card.lastFour)}`}
      explain={customers.renewExplain}
      confirm={customers.renew}
      disabled={!fits || reason.trim() === ''}
      order={() => desk.call('cards.renew', { card: card.id, expiry, reason })}
      onDone={() =>
        onDone(
          isCardExpired(expiry, new Date())
            ? customers.closed(card.lastFour)
            : customers.renewed(card.lastFour, expiry),
        )
      }
      onClose={onClose}
    >
      {(refused) => (
        <>
          <TextField
            title={customers.expiry}
            hint={customers.expiryHint}
            autoFocus
            required
            placeholder={card.expiry}
            invalid={refused === 'expiry' || (typed.length >= 7 && !fits)}
            value={typed}
            onText={setTyped}
          />
          <ReasonField value={reason} onText={setReason} />
        </>
      )}
    </OrderDialog>
  );
}

/** The device is gone: nobody confirms with it any more. */
function RemovePasskeys({ card, onDone, onClose }: Part): ReactNode {
  const { customers } = useTexts();
  const [reason, setReason] = useState('');
  return (
    <OrderDialog
      title={customers.removePasskeysTitle(card.lastFour)}
      explain={customers.removePasskeysExplain}
      confirm={customers.removePasskeys}
      danger
      disabled={reason.trim() === ''}
      order={() => desk.call('cards.remove-passkeys', { card: card.id, reason: reason.trim() })}
      onDone={() => onDone(customers.passkeysRemoved(card.lastFour))}
      onClose={onClose}
    >
      {() => <ReasonField value={reason} onText={setReason} />}
    </OrderDialog>
  );
}

function ReplaceCard({ card, onDone, onClose }: Part): ReactNode {
  const { customers } = useTexts();
  const [why, setWhy] = useState<CardEnd>('lost');
  const [face, setFace] = useState(NO_FACE);
  return (
    <OrderDialog
      title={`${customers.replace} · ${customers.cardOf(card.lastFour)}`}
      explain={customers.replaceExplain}
      confirm={customers.replace}
      disabled={face.number.trim() === '' || face.expiry.trim() === ''}
      order={() => desk.call('cards.replace', { card: card.id, why, ...face })}
      onDone={() => onDone(customers.replaced(card.lastFour, face.number.trim().slice(-4)))}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <div className="field wide-field">
            <span>{customers.replaceWhy}</span>
            <div>
              <Segments
                label={customers.replaceWhy}
                choices={CARD_ENDS.map((end) => [end, customers.cardEnds[end]] as const)}
                chosen={why}
                onChoose={setWhy}
              />
            </div>
          </div>
          <CardFaceFields first draft={face} refused={refused} onDraft={setFace} />
        </>
      )}
    </OrderDialog>
  );
}

function ResetCard({ card, onDone, onClose }: Part): ReactNode {
  const { customers, common } = useTexts();
  const hasPages = useOffice(({ office }) => office?.publicUrl !== undefined);
  const [chosen, setBy] = useState<'mail' | 'letter'>('mail');
  const by = hasPages ? chosen : 'letter';
  const [reason, setReason] = useState('');
  const [letter, setLetter] = useState<string>();
  if (letter !== undefined) {
    return (
      <Dialog title={hasPages ? customers.resetTitle : customers.reset} onClose={onClose}>
        <Note sign="done" title={customers.resetLetter} />
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {common.close}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => saveFile(pdfBlob(letter), `letter-${card.lastFour}.pdf`)}
          >
            {customers.saveLetter}
          </button>
          <button type="button" className="button primary" data-first="" onClick={() => openPdf(letter)}>
            {customers.printLetter}
          </button>
        </div>
      </Dialog>
    );
  }
  return (
    <OrderDialog
      title={`${hasPages ? customers.resetTitle : customers.reset} · ${customers.cardOf(card.lastFour)}`}
      explain={hasPages ? customers.resetExplain : customers.resetClosed}
      confirm={customers.resetSend[by]}
      disabled={reason.trim() === ''}
      order={() => desk.call('cards.reset', { card: card.id, by, reason })}
      onDone={(sent) => (sent.letter === undefined ? onDone(customers.resetMailed) : setLetter(sent.letter))}
      onClose={onClose}
    >
      {() => (
        <>
          {hasPages && (
            <div className="field wide-field">
              <span>{customers.resetBy}</span>
              <div>
                <Segments
                  label={customers.resetBy}
                  choices={[
                    ['mail', customers.resetWays.mail],
                    ['letter', customers.resetWays.letter],
                  ]}
                  chosen={by}
                  onChoose={setBy}
                />
              </div>
            </div>
          )}
          <ReasonField value={reason} onText={setReason} />
        </>
      )}
    </OrderDialog>
  );
}
