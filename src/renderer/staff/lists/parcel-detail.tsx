/** What happened to one parcel; how it was handed over; its size class, where the depot measured another. */
import { type ReactNode, useState } from 'react';
import type { DeliveryProof, ParcelStep } from '#shared/desk/carrier.ts';
import { SIZE_CLASSES } from '#shared/domain/parcel-size.ts';
import { decodeSignature, SIGNATURE_HEIGHT, SIGNATURE_WIDTH, signaturePath } from '#shared/domain/signature.ts';
import { formatNumber } from '#shared/domain/number.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Choices } from '../components/choices.tsx';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { KnowledgeButton } from '../components/knowledge-button.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { Note } from '../components/note.tsx';
import { NoticeButton } from '../components/notice-button.tsx';
import { NumberText } from '../components/words.tsx';
import { useQuery } from '../stores/use-query.ts';
import { ParcelWish } from './parcel-wish.tsx';
import { formatTime, useTexts } from '../stores/use-texts.ts';

export function ParcelDetail({ number }: { readonly number: string }): ReactNode {
  const { detail } = useTexts().depot;
  const { value: steps, failure } = useQuery('parcels.history', { number }, ['parcels']);
  const [proof, setProof] = useState<DeliveryProof | 'none'>();
  const [correcting, setCorrecting] = useState(false);
  const [corrected, setCorrected] = useState<number>();
  const [problem, setProblem] = useState<Failure>();
  const isDelivered = steps?.some(({ state, late }) => state === 'delivered' && !late);
  const isAttempted = !isDelivered && steps?.some(({ state, late }) => state === 'attempted' && !late);

  async function showProof(): Promise<void> {
    const found = await desk.call('parcels.proof', { number });
    if (found.ok) return setProof(found.value);
    if (found.error.code === 'not-found') return setProof('none');
    setProblem(found.error);
  }
  async function correct(text: string): Promise<void> {
    const size = SIZE_CLASSES.find((each) => String(each) === text)!;
    setCorrecting(false);
    const done = await desk.call('parcels.correct-size', { number, size });
    setProblem(done.ok ? undefined : done.error);
    if (done.ok) setCorrected(size);
  }
  return (
    <div className="stack">
      <p className="history-number">
        <NumberText number={number} />
      </p>
      {failure && <FailureNote failure={failure} />}
      <ol className="history">
        {steps?.map((step, at) => (
          <Step key={at} step={step} />
        ))}
      </ol>
      {steps && <ParcelWish number={number} />}
      {corrected !== undefined && <Note sign="done" title={detail.corrected(corrected)} />}
      {problem && <FailureNote failure={problem} />}
      {steps && (
        <div className="row">
          {isAttempted && <NoticeButton number={number} />}
          <KnowledgeButton number={number} />
          {isDelivered && (
            <button type="button" className="button" onClick={() => void showProof()}>
              {detail.showProof}
            </button>
          )}
          <button type="button" className="button" onClick={() => setCorrecting(true)}>
            {detail.correct}
          </button>
        </div>
      )}
      {proof && <ProofDialog number={number} proof={proof} onClose={() => setProof(undefined)} />}
      {correcting && (
        <Dialog title={detail.correctTitle} onClose={() => setCorrecting(false)}>
          <p className="meta">{detail.correctExplain}</p>
          <Choices
            label={detail.correctTitle}
            choices={SIZE_CLASSES.map((size) => ({ value: String(size), title: String(size) }))}
            onChoose={(size) => void correct(size)}
          />
        </Dialog>
      )}
    </div>
  );
}

function Step({ step }: { readonly step: ParcelStep }): ReactNode {
  const { parcels, parcelStates, scan, depot, tours } = useTexts();
  const { state, at, who, reason, station, depot: code, late, asked } = step;
  const reasons: Readonly<Record<string, string>> = scan.reasons;
  const isCustomers = state === 'expected' && who === 'customer';
  const more = [
    reason !== undefined ? reasons[reason] : undefined,
    station,
    code !== undefined ? depot.detail.atDepot(code) : undefined,
    late ? depot.detail.late : undefined,
  ].filter((part) => part !== undefined);
  return (
    <li>
      <span className="strong">{asked ? tours.asked[asked] : parcelStates[state]}</span>
      <span className="meta">
        {formatTime(at)} {!asked && (isCustomers ? parcels.byCustomer : parcels.by(who))}
      </span>
      {more.length > 0 && <span className="meta">{more.join(' · ')}</span>}
    </li>
  );
}

function ProofDialog({
  number,
  proof,
  onClose,
}: {
  readonly number: string;
  readonly proof: DeliveryProof | 'none';
  readonly onClose: () => void;
}): ReactNode {
  const { parcels, depot } = useTexts();
  const { detail } = depot;
  const title = `${detail.proof} ${formatNumber(number)}`;
  if (proof === 'none') {
    return (
      <LookDialog title={title} onClose={onClose}>
        <p>{detail.proofNone}</p>
      </LookDialog>
    );
  }
  const strokes = decodeSignature(Uint8Array.from(atob(proof.signature), (byte) => byte.charCodeAt(0)));
  return (
    <LookDialog title={title} onClose={onClose}>
      <p className="meta">
        {formatTime(proof.at)} {parcels.by(proof.who)}
      </p>
      {proof.name !== '' && (
        <p>
          {detail.takenBy} <span className="strong">{proof.name}</span>
        </p>
      )}
      {strokes.length > 0 && (
        <div className="signature">
          <svg viewBox={`0 0 ${SIGNATURE_WIDTH} ${SIGNATURE_HEIGHT}`} role="img" aria-label={detail.signature}>
            <path d={signaturePath(strokes)} />
          </svg>
        </div>
      )}
    </LookDialog>
  );
}
