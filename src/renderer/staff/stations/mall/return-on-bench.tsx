/** A return that lies on the bench: one key for each piece, then what goes back, done. */
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { type OpenedReturn, RETURN_CONDITIONS, type ReturnCondition } from '#shared/desk/returns.ts';
import type { Approver } from '#shared/desk/accounts.ts';
import type { Money } from '#shared/domain/money.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { amountWithin } from '../../components/amount.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Note } from '../../components/note.tsx';
import { useActions } from '../../components/use-actions.ts';
import { useKeys } from '../../components/use-keys.ts';
import { Key, NumberText, PayMark } from '../../components/words.tsx';
import { AmountField } from '../../lists/give-dialog.tsx';
import { numberIn, readings } from '../../scanner/read-scan.ts';
import { useLoneKeys, useScans } from '../../scanner/scans.ts';
import { play } from '../../stores/desk-stores.ts';
import { useMay } from '../../stores/use-may.ts';
import { useMoney, useTexts } from '../../stores/use-texts.ts';
import { ApproverDialog } from './approver-dialog.tsx';
import {
  decidePiece,
  decisionOf,
  isHere,
  nextUndecided,
  piecesOf,
  type ReturnedPiece,
  worthOf,
} from './returns-store.ts';
import { findItem, likeliest } from './ticks.ts';

export function ReturnOnBench({
  opened,
  onOpen,
  onDone,
}: {
  readonly opened: OpenedReturn;
  /** Another return was scanned. */
  readonly onOpen: (text: string) => void;
  readonly onDone: (said: string) => void;
}): ReactNode {
  const { bench, returning, refunds } = useTexts();
  const money = useMoney();
  const { purchase, number, reason, carrierName, pay, charge, standing, refundable, way, through } = opened;
  const { currency } = refundable;
  const [pieces, setPieces] = useState(() => piecesOf(opened));
  const [at, setAt] = useState(0);
  const [withCharge, setWithCharge] = useState(false);
  const [typed, setTyped] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [look, setLook] = useState<string>();
  const [busy, setBusy] = useState(false);
  const mayGiveBack = useMay('money');
  const [asking, setAsking] = useState(false);

  const gives = standing === 'refundable' && way !== undefined;
  const worth = worthOf(pieces) + (withCharge ? charge.value : 0);
  // Where the contents hold no prices, staff say the amount.
  const most = { value: pieces.length === 0 ? refundable.value : Math.min(worth, refundable.value), currency };
  const text = typed ?? String(most.value);
  const nothing = { value: 0, currency };
  const amount = gives && most.value > 0 && text.trim() !== '0' ? amountWithin(text, most) : nothing;
  const left = pieces.filter(({ condition }) => condition === undefined).length;
  const isReady = left === 0 && amount !== undefined && !busy;

  function decide(place: number, condition: ReturnCondition): void {
    const decided = decidePiece(pieces, place, condition);
    const next = nextUndecided(decided, place);
    setPieces(decided);
    setTyped(undefined);
    setLook(undefined);
    setAt(next < 0 ? place : next);
    play('done');
  }
  const toCondition = (condition: ReturnCondition) => (): void => decide(at, condition);

  useLoneKeys((character) => {
    const condition = RETURN_CONDITIONS[Number(character) - 1];
    if (condition !== undefined && pieces.length > 0) decide(at, condition);
  });
  useActions({
    'condition-as-new': toCondition('as-new'),
    'condition-used': toCondition('used'),
    'condition-damaged': toCondition('damaged'),
    'condition-missing': toCondition('missing'),
  });
  useKeys({
    F8: () => charge.value > 0 && gives && setWithCharge(!withCharge),
    F10: () => finish(),
  });

  useScans(
    (scan) => {
      const texts = readings(scan);
      const text = texts.find((one) => numberIn(one) !== undefined);
      if (text !== undefined) return onOpen(text);
      const item = findItem(opened.items, texts);
      const place = pieces.findIndex(({ sku, condition }) => condition === undefined && sku === item?.sku);
      if (place >= 0) return decide(place, 'as-new');
      play('look');
      setLook(returning.notHere(likeliest(texts)));
    },
    'first',
    (text) => findItem(opened.items, [text]) !== undefined,
  );

  function finish(event?: FormEvent): void {
    event?.preventDefault();
    if (!isReady || !amount) return play('look');
    if (amount.value > 0 && !mayGiveBack) return setAsking(true);
    void give(amount);
  }
  async function give(back: Money, approver?: Approver): Promise<void> {
    setBusy(true);
    const done = await desk.call('returns.decide', {
      purchase,
      pieces: decisionOf(pieces),
      charge: withCharge,
      amount: back,
      ...(approver && { approver }),
    });
    setBusy(false);
    if (!done.ok) {
      play('look');
      return setFailure(done.error);
    }
    play('done');
    const said = way === 'waived' ? returning.decidedWaived : returning.decidedMoney;
    onDone(back.value === 0 ? returning.decided : said(money(back)));
  }
  const verb = way === 'waived' ? returning.decideWaive : returning.decideMoney;
  const here = pieces.filter(isHere);
  const restocked = here.filter(({ condition }) => condition === 'as-new').length;

  return (
    <>
      <form className="return-bench stack" onSubmit={finish}>
        <header className="return-head">
          <h2>
            <NumberText number={number} />
          </h2>
          <PayMark pay={pay} />
          <p className="return-reason">{reason === undefined ? returning.noReason : returning.reasons[reason]}</p>
          <p className="meta">
            {returning.purchase} <NumberText number={purchase} /> · {carrierName}
          </p>
        </header>
        <div className="return-explain">
          <h3>{returning.pieces}</h3>
          <p className="meta">{pieces.length === 0 ? returning.named : returning.piecesExplain}</p>
        </div>
        {look !== undefined && <Note sign="look" title={look} />}
        <ul className="return-pieces" aria-label={returning.pieces}>
          {pieces.map((piece, place) => (
            <PieceRow
              key={`${piece.item} ${place}`}
              piece={piece}
              currency={currency}
              current={place === at}
              onPoint={() => setAt(place)}
              onMove={(step) => setAt(Math.min(Math.max(place + step, 0), pieces.length - 1))}
              onDecide={(condition) => decide(place, condition)}
            />
          ))}
        </ul>
        {pieces.length > 0 && (
          <p className="strong" role="status">
            {left > 0 ? returning.left(left) : returning.whole(here.length, restocked)}
          </p>
        )}
        {gives ? (
          <div className="return-money">
            {charge.value > 0 && (
              <label className="return-charge">
                <input
                  type="checkbox"
                  checked={withCharge}
                  onChange={(event) => {
                    setWithCharge(event.target.checked);
                    setTyped(undefined);
                  }}
                />
                <span>{returning.charge(money(charge))}</span>
                <Key name="F8" />
              </label>
            )}
            {most.value > 0 && <AmountField typed={text} most={most} onType={setTyped} />}
            <p className="meta">{refunds.wayExplain[way](through)}</p>
          </div>
        ) : (
          <p>{refunds.standing[standing]}</p>
        )}
        {failure && <FailureNote failure={failure} />}
        <button type="submit" className="button primary large" disabled={!isReady}>
          {amount && amount.value > 0 ? verb(money(amount)) : returning.decideNothing} <Key name="F10" />
        </button>
      </form>
      {asking && amount && (
        <ApproverDialog
          explain={bench.approveMoney}
          confirm={verb(money(amount))}
          onApprove={(approver) => {
            setAsking(false);
            void give(amount, approver);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function PieceRow({
  piece: { sku, name, price, condition },
  currency,
  current,
  onPoint,
  onMove,
  onDecide,
}: {
  readonly piece: ReturnedPiece;
  readonly currency: string;
  readonly current: boolean;
  readonly onPoint: () => void;
  readonly onMove: (step: 1 | -1) => void;
  readonly onDecide: (condition: ReturnCondition) => void;
}): ReactNode {
  const { returning } = useTexts();
  const money = useMoney();
  const choices = useRef<HTMLDivElement>(null);
  const chosen = condition === undefined ? 0 : RETURN_CONDITIONS.indexOf(condition);
  // What a key decides is what has the focus.
  useEffect(() => {
    if (current) choices.current?.querySelectorAll('button')[chosen]?.focus();
  }, [current, chosen]);
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined;
    if (step === undefined) return;
    event.preventDefault();
    onMove(step);
  }
  return (
    <li className={`return-piece ${condition ?? 'open'}${current ? ' current' : ''}`} onKeyDown={onKeyDown}>
      <p className="return-name">
        <span className="strong">{name}</span>
        <span className="meta">
          {sku} · {money({ value: price, currency })} ·{' '}
          {condition === undefined ? returning.undecided : returning.meaning[condition]}
        </span>
      </p>
      <div ref={choices} className="segments" role="radiogroup" aria-label={name || sku}>
        {RETURN_CONDITIONS.map((value, place) => (
          <button
            key={value}
            type="button"
            role="radio"
            aria-checked={value === condition}
            tabIndex={current && place === chosen ? 0 : -1}
            onFocus={onPoint}
            onClick={() => onDecide(value)}
          >
            <Key name={String(place + 1)} /> {returning.conditions[value]}
          </button>
        ))}
      </div>
    </li>
  );
}
