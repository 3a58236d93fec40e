/** Who knows what of one order: kinds of facts in this party's own tables, with shape, word and colour. No value. */
import { type ReactNode, useState } from 'react';
import type { PartyId } from '#shared/protocol/party.ts';
import type { Holding, KnownFact } from '#shared/domain/knowledge.ts';
import type { Knowledge } from '#shared/desk/knowledge.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatDay, showDay, useTexts } from '../stores/use-texts.ts';
import { FailureNote } from './failure-note.tsx';
import { LookDialog } from './look-dialog.tsx';

/** `mall`: whose number it is, where malls issue it. `plain`: beside a heading. */
export function KnowledgeButton({
  number,
  mall,
  plain = false,
}: {
  readonly number: string;
  readonly mall?: string;
  readonly plain?: boolean;
}): ReactNode {
  const { knowledge } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={plain ? 'button plain' : 'button'} onClick={() => setOpen(true)}>
        {knowledge.open}
      </button>
      {open && <KnowledgeDialog number={number} {...(mall !== undefined && { mall })} onClose={() => setOpen(false)} />}
    </>
  );
}

export function KnowledgeDialog({
  number,
  mall,
  onClose,
}: {
  readonly number: string;
  readonly mall?: string;
  readonly onClose: () => void;
}): ReactNode {
  const { knowledge } = useTexts();
  const asked = { number, ...(mall !== undefined && { mall: mall as PartyId }) };
  const { value, failure } = useQuery('knowledge.read', asked);
  return (
    <LookDialog title={knowledge.title} onClose={onClose}>
      <p className="meta">{knowledge.explain}</p>
      {failure && <FailureNote failure={failure} />}
      {value && <KnowledgeTable known={value} />}
    </LookDialog>
  );
}

function KnowledgeTable({ known }: { readonly known: Knowledge }): ReactNode {
  const { knowledge } = useTexts();
  const { fact, here, opens, with: others, since, until } = knowledge;
  return (
    <div className="knowledge" tabIndex={0} role="group" aria-label={knowledge.title}>
      <table className="knowledge-table">
        <thead>
          <tr>
            {[fact, here, opens, others, since, until].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {known.facts.map((one) => (
            <Line key={one.fact} known={known} one={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ known, one }: { readonly known: Knowledge; readonly one: KnownFact }): ReactNode {
  const { knowledge } = useTexts();
  const { fact, holding, opens, since, until, columns } = one;
  const isKept = holding === 'clear' || holding === 'hashed' || holding === 'sealed';
  const names = (roles: readonly (keyof typeof knowledge.openers)[]): string =>
    roles.map((role) => (role === known.role ? knowledge.own : knowledge.openers[role])).join(', ');
  return (
    <tr data-fact={fact} data-holding={holding}>
      <th scope="row">
        {knowledge.facts[fact]}
        {columns.length > 0 && (
          <span className="knowledge-columns">
            <span className="unseen">{knowledge.columns} </span>
            <code>{columns.join(' ')}</code>
          </span>
        )}
      </th>
      <td>
        <HoldingMark holding={holding} />
      </td>
      <td>{opens.length > 0 ? names(opens) : '–'}</td>
      <td>{one.with.length > 0 ? names(one.with) : isKept ? knowledge.nobodyElse : '–'}</td>
      <td className="number">{since !== undefined ? showDay(formatDay(new Date(since))) : '–'}</td>
      <td className="number">
        {until !== undefined ? showDay(formatDay(new Date(until))) : isKept ? knowledge.withRecord : '–'}
      </td>
    </tr>
  );
}

/** A full disc is read, a closed one sealed, an empty one nothing: the word says it too. */
export function HoldingMark({ holding }: { readonly holding: Holding }): ReactNode {
  const { knowledge } = useTexts();
  return (
    <span className="holding" data-holding={holding}>
      <span className="holding-sign" aria-hidden="true" />
      {knowledge.holdings[holding]}
    </span>
  );
}
