/** The head of an order at a bench: its number, its marks, the way out, and what is to be known of it. */
import type { ReactNode } from 'react';
import { Key, NumberText } from '../../components/words.tsx';

export function OrderHead({
  id,
  number,
  marks,
  close,
  facts,
  onClose,
}: {
  /** Names the section for screen readers. */
  readonly id: string;
  readonly number: string;
  readonly marks: ReactNode;
  /** What the way out is called. */
  readonly close: string;
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
  readonly onClose: () => void;
}): ReactNode {
  return (
    <header className="order-head">
      <div className="order-title">
        <h1 id={id}>
          <NumberText number={number} />
        </h1>
        {marks}
        <button type="button" className="button plain" onClick={onClose}>
          {close} <Key name="Esc" />
        </button>
      </div>
      <dl className="order-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
