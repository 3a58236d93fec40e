/** Labels that were not printed, each with its reason and the way to its order. */
import { type ReactNode, useState } from 'react';
import type { PrintJobRow } from '#shared/desk/printing.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';
import { navigate } from '../route.ts';
import { usePacking } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { LabelNumber } from './unsure-labels.tsx';

const PAGE = 50;

export function RefusedLabels({ job }: { readonly job: PrintJobRow }): ReactNode {
  const { printing } = useTexts();
  const language = useSettings((settings) => settings.language);
  const open = usePacking((store) => store.open);
  const [limit, setLimit] = useState(PAGE);
  const refused = useQuery('jobs.items', { job: job.id, states: ['refused'], after: 0, limit }, ['printing']);

  function openOrder(reference: string): void {
    const label = parseLabelId(reference);
    if (!label.ok) return;
    navigate('packing');
    void open(label.value.number);
  }
  return (
    <section className="refused">
      <h3>{printing.refusedTitle(job.refused)}</h3>
      <p className="meta">{printing.restPrinted}</p>
      <ul>
        {refused.value?.map(({ position, reference, code }) => (
          <li key={position}>
            <span className="strong">
              <LabelNumber reference={reference} />
            </span>
            <span>{code && ERROR_TEXTS[code][language]}</span>
            {parseLabelId(reference).ok && (
              <button type="button" className="button slim" onClick={() => openOrder(reference)}>
                {printing.openOrder}
              </button>
            )}
          </li>
        ))}
      </ul>
      {job.refused > limit && limit < 500 && (
        <button type="button" className="button slim" onClick={() => setLimit(500)}>
          {printing.more}
        </button>
      )}
    </section>
  );
}
