/** One card of a customer: how it stands, how its limit is used, and what can be done with it. */
import { type ReactNode, useState } from 'react';
import type { CardRow } from '#shared/desk/credit.ts';
import { isCardExpired } from '#shared/domain/card.ts';
import type { Money } from '#shared/domain/money.ts';
import { useMay } from '../stores/use-may.ts';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { CardDialog, type CardTask } from './card-dialogs.tsx';
import { StateMark, type MarkedState } from '../components/state-mark.tsx';

function stateOf({ blocked, expiry }: CardRow): MarkedState<'card'> {
  if (blocked) return 'blocked';
  return isCardExpired(expiry, new Date()) ? 'expired' : 'valid';
}

export function CustomerCard({
  card,
  closed,
  onDone,
  onUndone,
}: {
  readonly card: CardRow;
  /** Nothing is done with the cards of an account that is closed. */
  readonly closed: boolean;
  readonly onDone: (sentence?: string) => void;
  readonly onUndone: () => void;
}): ReactNode {
  const { customers } = useTexts();
  const [task, setTask] = useState<CardTask>();
  const mayChange = useMay('limits');
  const block: readonly (readonly [CardTask, string])[] = [
    ['block', card.blocked ? customers.unblock : customers.block],
  ];
  const change: readonly (readonly [CardTask, string])[] = [
    ['limit', customers.changeLimit],
    ['renew', customers.renew],
    ['reset', customers.reset],
    ...(card.passkeys > 0 ? ([['passkeys', customers.removePasskeys]] as const) : []),
    ['replace', customers.replace],
  ];
  const tasks = closed ? [] : mayChange ? [...change, ...block] : card.blocked ? [] : block;
  return (
    <section className="card stack credit-card" aria-label={customers.cardOf(card.lastFour)}>
      <div className="credit-card-head">
        <h3 className="number">•••• {card.lastFour}</h3>
        <StateMark of="card" state={stateOf(card)} />
        <span className="meta">
          {customers.expiry} {showDay(card.expiry)}
        </span>
        <span className="meta">{customers.checkWordsCount(card.checkWords)}</span>
        {card.passkeys > 0 && <span className="meta">{customers.passkeysCount(card.passkeys)}</span>}
      </div>
      <LimitBar card={card} />
      {tasks.length > 0 && (
        <div className="row">
          {tasks.map(([name, title]) => (
            <button
              key={name}
              type="button"
              className={name === 'block' && !card.blocked ? 'button danger' : 'button'}
              onClick={() => setTask(name)}
            >
              {title}
            </button>
          ))}
        </div>
      )}
      {task && (
        <CardDialog
          task={task}
          card={card}
          onDone={(sentence) => {
            setTask(undefined);
            onDone(sentence);
          }}
          onUndone={onUndone}
          onClose={() => setTask(undefined)}
        />
      )}
    </section>
  );
}

/** Cards in whose place others came: what somebody may still read from an old card. */
export function ReplacedCards({ cards }: { readonly cards: readonly CardRow[] }): ReactNode {
  const { customers } = useTexts();
  return (
    <ul className="replaced-cards" aria-label={customers.replacedCards}>
      {cards.map(({ id, lastFour, replaced }) => (
        <li key={id} className="meta">
          <span className="number">•••• {lastFour}</span> {customers.cardStates.replaced} ·{' '}
          {customers.replacedBy(customers.cardEnds[replaced!.why], replaced!.by, formatTime(replaced!.at))}
        </li>
      ))}
    </ul>
  );
}

/** The limit as a line: what is owed, what malls hold, what is left. */
function LimitBar({ card: { limit, available, held } }: { readonly card: CardRow }): ReactNode {
  const { customers } = useTexts();
  const money = useMoney();
  const owed: Money = { ...limit, value: limit.value - available.value - held.value };
  const part = ({ value }: Money): number => (limit.value > 0 ? Math.max(0, (100 * value) / limit.value) : 0);
  return (
    <div className="limit">
      <svg className="limit-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect className="limit-owed" width={part(owed)} height="1" />
        <rect className="limit-held" x={part(owed)} width={part(held)} height="1" />
      </svg>
      <dl>
        <Figure name={customers.used} className="limit-owed" value={money(owed)} />
        <Figure name={customers.held} className="limit-held" value={money(held)} />
        <Figure name={customers.available} className="limit-left" value={money(available)} strong />
        <Figure name={customers.limit} value={money(limit)} />
      </dl>
    </div>
  );
}

function Figure({
  name,
  className,
  value,
  strong,
}: {
  readonly name: string;
  readonly className?: string;
  readonly value: string;
  readonly strong?: boolean;
}): ReactNode {
  return (
    <div>
      <dt className="meta">
        {className !== undefined && (
          <svg width="8" height="8" viewBox="0 0 1 1" aria-hidden="true">
            <rect className={className} width="1" height="1" />
          </svg>
        )}
        {name}
      </dt>
      <dd className={strong ? 'number strong' : 'number'}>{value}</dd>
    </div>
  );
}
