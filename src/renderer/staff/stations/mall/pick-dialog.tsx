/** One list to pick several orders by: those marked in the queue, or the oldest. On the screen and on paper. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { MOST_TOTES, type PickList } from '#shared/desk/packing.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote, useFailureText } from '../../components/failure-note.tsx';
import { TextField } from '../../components/fields.tsx';
import { openPdf } from '../../components/pdf.ts';
import { printPaper } from '../../components/print-paper.ts';
import { NumberText, shortNumber } from '../../components/words.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { CancelFoot } from './paper-dialogs.tsx';

/** As many as a cart holds. */
const USUAL = 12;

export function PickDialog({
  carrier,
  waiting,
  onClose,
}: {
  /** Its orders alone; empty for all. */
  readonly carrier: string;
  readonly waiting: number;
  readonly onClose: () => void;
}): ReactNode {
  const { bench } = useTexts();
  const language = useSettings((settings) => settings.language);
  const { marked, unmarkAll } = usePacking();
  const [typed, setTyped] = useState(String(Math.max(1, Math.min(USUAL, waiting))));
  const [list, setList] = useState<PickList>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const oldest = /^\d+$/.test(typed.normalize('NFKC').trim()) ? Number(typed.normalize('NFKC')) : 0;
  const fits = marked.length > 0 || (oldest >= 1 && oldest <= MOST_TOTES);

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!fits || busy) return;
    setBusy(true);
    const made = await desk.call(
      'packing.pick',
      marked.length > 0
        ? { purchases: marked.slice(0, MOST_TOTES), language }
        : { oldest, language, ...(carrier !== '' && { carrier }) },
    );
    setBusy(false);
    setFailure(made.ok ? undefined : made.error);
    if (!made.ok) return;
    unmarkAll();
    setList(made.value);
  }
  if (list) return <PickListDialog list={list} onClose={onClose} />;
  return (
    <Dialog title={bench.pickTitle} onClose={onClose}>
      <form onSubmit={(event) => void make(event)}>
        <p className="dialog-text">{bench.pickExplain}</p>
        {marked.length > 0 ? (
          <p className="strong">{bench.pickMarked(marked.length)}</p>
        ) : (
          <TextField
            title={bench.pickOldest}
            value={typed}
            inputMode="numeric"
            invalid={!fits}
            data-first=""
            onFocus={(event) => event.currentTarget.select()}
            onText={setTyped}
            {...(!fits && { hint: bench.pickCountBad(MOST_TOTES) })}
          />
        )}
        {failure &&
          (failure.code === 'not-found' ? (
            <p role="alert">{bench.nothingToPick}</p>
          ) : (
            <FailureNote failure={failure} />
          ))}
        <CancelFoot onClose={onClose}>
          <button
            type="submit"
            className="button primary"
            disabled={!fits || busy}
            {...(marked.length > 0 && { 'data-first': '' })}
          >
            {bench.pickMake}
          </button>
        </CancelFoot>
      </form>
    </Dialog>
  );
}

function PickListDialog({ list, onClose }: { readonly list: PickList; readonly onClose: () => void }): ReactNode {
  const { bench, common } = useTexts();
  const textOf = useFailureText();
  return (
    <Dialog title={bench.pick} wide onClose={onClose}>
      <div className="pick-list">
        <ul className="pick-totes" aria-label={bench.totes}>
          {list.totes.map(({ tote, purchase, carrierName, pieces }) => (
            <li key={tote}>
              <b className="tote">{tote}</b>
              <span>
                <NumberText number={purchase} />
                <span className="meta">
                  {bench.missingPieces(pieces)} · {carrierName}
                </span>
              </span>
            </li>
          ))}
        </ul>
        {list.refused.length > 0 && (
          <div className="notice look" role="alert">
            <div>
              <p className="strong">{bench.pickRefused(list.refused.length)}</p>
              {list.refused.map(({ purchase, code }) => (
                <p key={purchase}>
                  {shortNumber(purchase)}: {textOf({ code })}
                </p>
              ))}
            </div>
          </div>
        )}
        {list.shelves.map(({ shelf, lines }) => (
          <section key={shelf ?? ''}>
            <h3>{shelf ?? bench.noShelf}</h3>
            <table className="table pick-lines" aria-label={shelf ?? bench.noShelf}>
              <thead className="unseen">
                <tr>
                  <th scope="col">{bench.quantity}</th>
                  <th scope="col">{bench.item}</th>
                  <th scope="col">{bench.into}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map(({ sku, name, quantity, totes }) => (
                  <tr key={sku}>
                    <td className="pick-quantity">{quantity}</td>
                    <td className="wide">
                      {name ?? sku} <span className="meta">{sku}</span>
                    </td>
                    <td>
                      {totes.map((share) => (
                        <span key={share.tote} className="tote-share">
                          <b className="tote">{share.tote}</b>
                          {share.quantity}
                        </span>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {common.close}
        </button>
        <button type="button" className="button" onClick={() => openPdf(list.pdf)}>
          {bench.pickPdf}
        </button>
        <button type="button" className="button primary" data-first="" onClick={() => void printPaper(list)}>
          {bench.pickPrint}
        </button>
      </div>
    </Dialog>
  );
}
