/**
 * How a settled order was made, and which company has which part of it. Looking is written into the trail, so it is asked
 * for once, by a press. What stands in a part is nobody's but its company's: there is no place for it here.
 */
import { type ReactNode, useEffect, useState } from 'react';
import type { PartRow, SealedOrder } from '#shared/desk/sealed-orders.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import { type Column, DataTable } from './data-table.tsx';
import { FailureNote } from './failure-note.tsx';
import { Glyph, type Sign } from './glyph.tsx';
import { LookDialog } from './look-dialog.tsx';
import { saveFile } from './pdf.ts';
import { NumberText } from './words.tsx';

const SIGNS: Readonly<Record<PartRow['state'] | 'asked', Sign>> = {
  asked: 'wait',
  awaited: 'wait',
  confirmed: 'seen',
  received: 'seen',
  sent: 'seen',
  yes: 'done',
  no: 'stop',
};

/** `number`: any of the order's own. `plain`: beside a heading. */
export function HowOrdered({
  number,
  plain = false,
}: {
  readonly number: string;
  readonly plain?: boolean;
}): ReactNode {
  const { sealed } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={plain ? 'button plain' : 'button'} onClick={() => setOpen(true)}>
        {sealed.open}
      </button>
      {open && <HowOrderedDialog number={number} onClose={() => setOpen(false)} />}
    </>
  );
}

function HowOrderedDialog({ number, onClose }: { readonly number: string; readonly onClose: () => void }): ReactNode {
  const { sealed } = useTexts();
  const [order, setOrder] = useState<SealedOrder>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let closed = false;
    async function look(): Promise<void> {
      const found = await desk.call('sealed.open', { purchase: number });
      if (closed) return;
      if (found.ok) setOrder(found.value);
      else setFailure(found.error);
    }
    void look();
    return () => {
      closed = true;
    };
  }, [number]);
  return (
    <LookDialog title={sealed.title} onClose={onClose}>
      {failure && <FailureNote failure={failure} />}
      {order && <Way order={order} number={number} />}
    </LookDialog>
  );
}

function Way({ order, number }: { readonly order: SealedOrder; readonly number: string }): ReactNode {
  const { sealed } = useTexts();
  const { flow, agency, parts } = order;
  return (
    <div className="stack how-ordered">
      <div>
        <p className="strong">{sealed.flows[flow]}</p>
        <p>{sealed.explain[flow]}</p>
      </div>
      {agency && (
        <dl className="facts">
          <dt>{sealed.agency}</dt>
          <dd>
            {agency.name} <span className="meta">{agency.party}</span>
          </dd>
          <dt>{sealed.state}</dt>
          <dd>
            <Standing sign={SIGNS[agency.state]} text={sealed.agencyStates[agency.state]} />
          </dd>
        </dl>
      )}
      {parts.length > 0 && <Parts parts={parts} />}
      {parts.length > 0 && <Bundle bundle={order.bundle} number={number} />}
      <p className="meta">{sealed.recorded}</p>
    </div>
  );
}

function Standing({ sign, text }: { readonly sign: Sign; readonly text: string }): ReactNode {
  return (
    <span className="standing">
      <Glyph sign={sign} size={16} />
      {text}
    </span>
  );
}

function Parts({ parts }: { readonly parts: readonly PartRow[] }): ReactNode {
  const { sealed } = useTexts();
  const self = useOffice(({ office }) => office?.id);
  const columns: readonly Column<PartRow>[] = [
    {
      head: sealed.company,
      form: 'wide',
      render: ({ name, party }) => (
        <>
          {name} <span className="meta">{party === self ? sealed.own : party}</span>
        </>
      ),
    },
    { head: sealed.part, render: ({ asks }) => sealed.asks[asks] },
    { head: sealed.number, render: ({ number }) => <NumberText number={number} /> },
    { head: sealed.scheme, render: ({ scheme }) => (scheme ? sealed.schemes[scheme] : '–') },
    {
      head: sealed.state,
      render: ({ state }) => <Standing sign={SIGNS[state]} text={sealed.states[state]} />,
    },
  ];
  return <DataTable label={sealed.parts} columns={columns} rows={parts} keyOf={({ party }) => party} />;
}

function Bundle({ bundle, number }: { readonly bundle: string | undefined; readonly number: string }): ReactNode {
  const { sealed } = useTexts();
  if (bundle === undefined) return <p className="meta">{sealed.noBundle}</p>;
  const file = (): Blob => new Blob([bundle], { type: 'application/json' });
  return (
    <div className="row">
      <button type="button" className="button" onClick={() => saveFile(file(), `bundle-${number}.json`)}>
        {sealed.saveBundle}
      </button>
      <span className="meta">{sealed.bundleExplain}</span>
    </div>
  );
}
