/** An order out of a list: its parts and money, and beside them what the list's row says of it. */
import { type ReactNode, useState } from 'react';
import { formatNumber } from '#shared/domain/number.ts';
import { FilePage } from '../components/file-page.tsx';
import { Note } from '../components/note.tsx';
import { OrderAccountView } from './order-account.tsx';

export type Facts = readonly (readonly [name: string, fact: ReactNode])[];

export function OrderFile({
  purchase,
  facts,
  mark,
  actions,
  onBack,
}: {
  readonly purchase: string;
  readonly facts: Facts;
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  readonly onBack: () => void;
}): ReactNode {
  const [happened, setHappened] = useState<string>();
  return (
    <FilePage
      title={formatNumber(purchase)}
      mark={mark}
      actions={actions}
      onBack={onBack}
      side={
        <dl className="facts">
          {facts.map(([name, fact]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
        </dl>
      }
    >
      {happened !== undefined && <Note sign="done" title={happened} />}
      <OrderAccountView number={purchase} onSay={setHappened} />
    </FilePage>
  );
}
