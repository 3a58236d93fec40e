/** Labels of many orders at once: which, on which printer, and how the first of them will look. */
import { type ReactNode, useState } from 'react';
import type { BatchFilter } from '#shared/desk/batch.ts';
import type { QueuedJob } from '#shared/desk/printing.ts';
import { PAY_MODES } from '#shared/protocol/instruction.ts';
import { desk } from '../../client.ts';
import { TextField } from '../../components/fields.tsx';
import { May } from '../../components/may.tsx';
import { Note } from '../../components/note.tsx';
import { OrderDialog } from '../../components/order-dialog.tsx';
import { Segments } from '../../components/segments.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { navigate } from '../../route.ts';
import { play } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';

const AGES = { all: undefined, h4: 4, h24: 24 } as const;
type Age = keyof typeof AGES;

export function BatchDialog({
  onGiven,
  onClose,
}: {
  readonly onGiven: (job: QueuedJob) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { printing, payShort } = useTexts();
  const { batch } = printing;
  const own = useSettings((settings) => settings.printer);
  const counts = useQuery('packing.counts', {}, ['packing']);
  const printers = useQuery('printers.list', {}, ['printing']);
  const [carrier, setCarrier] = useState('');
  const [pay, setPay] = useState<'all' | (typeof PAY_MODES)[number]>('all');
  const [age, setAge] = useState<Age>('all');
  const [chosen, setChosen] = useState<string>();
  const [startAt, setStartAt] = useState('1');
  const filter: BatchFilter = {
    ...(carrier !== '' && { carrier: carrier as NonNullable<BatchFilter['carrier']> }),
    ...(pay !== 'all' && { pay }),
    ...(AGES[age] !== undefined && { olderThanHours: AGES[age] }),
  };
  const preview = useQuery('batch.preview', { filter }, ['packing', 'printing']);
  const all = printers.value ?? [];
  const printer = all.find(({ id }) => id === chosen) ?? all.find(({ id }) => id === own) ?? all[0];
  const places = printer?.perPaper ?? 1;
  const labels = preview.value?.labels ?? 0;
  const carriers = counts.value?.carriers ?? [];

  return (
    <OrderDialog
      wide
      title={batch.title}
      explain={batch.explain}
      confirm={batch.print(labels)}
      disabled={labels === 0 || printer === undefined}
      order={() =>
        desk.call('batch.print', {
          filter,
          printer: printer!.id,
          startAt: Math.min(Math.max(1, Math.trunc(Number(startAt)) || 1), places),
        })
      }
      onDone={(job) => {
        play('done');
        onGiven(job);
      }}
      onClose={onClose}
    >
      {() => (
        <div className={printers.value && all.length === 0 ? 'wide-field' : 'batch wide-field'}>
          <div className="batch-choice">
            <SelectField
              title={batch.carrier}
              first
              value={carrier}
              options={[['', batch.allCarriers], ...carriers.map((each) => [each.carrier, each.name] as const)]}
              onChoose={setCarrier}
            />
            <div className="field">
              <span>{batch.pay}</span>
              <Segments
                label={batch.pay}
                choices={[['all', batch.allPay], ...PAY_MODES.map((mode) => [mode, payShort[mode]] as const)]}
                chosen={pay}
                onChoose={setPay}
              />
            </div>
            <div className="field">
              <span>{batch.age}</span>
              <Segments
                label={batch.age}
                choices={(Object.keys(AGES) as Age[]).map((each) => [each, batch.ages[each]] as const)}
                chosen={age}
                onChoose={setAge}
              />
            </div>
            {printers.value && all.length === 0 ? (
              <Note sign="look" title={batch.noPrinters}>
                <May permission="partners">
                  <button
                    type="button"
                    className="button slim"
                    onClick={() => navigate('settings', 'section=printers')}
                  >
                    {batch.toSettings}
                  </button>
                </May>
              </Note>
            ) : (
              <SelectField
                title={batch.printer}
                value={printer?.id ?? ''}
                options={all.map(({ id, name }) => [id, name] as const)}
                onChoose={setChosen}
              />
            )}
            {places > 1 && (
              <TextField
                title={batch.startAt}
                hint={batch.startAtHint(places)}
                type="number"
                inputMode="numeric"
                min={1}
                max={places}
                value={startAt}
                onText={setStartAt}
              />
            )}
            {preview.value && (
              <div className="batch-count" role="status">
                <p className="strong">{batch.count(labels)}</p>
                <ul>
                  {preview.value.byCarrier.map((each) => (
                    <li key={each.carrier}>
                      <span>{each.carrierName}</span> <span className="number">{printing.labels(each.labels)}</span>
                    </li>
                  ))}
                </ul>
                {preview.value.leftOut.queued > 0 && (
                  <p className="meta">{batch.queued(preview.value.leftOut.queued)}</p>
                )}
                {preview.value.leftOut.beyond > 0 && (
                  <p className="meta">{batch.beyond(preview.value.leftOut.beyond)}</p>
                )}
              </div>
            )}
          </div>
          {(printers.value === undefined || all.length > 0) && (
            <div className="batch-sample">
              {printer && labels > 0 && <Sample filter={filter} printer={printer.id} />}
            </div>
          )}
        </div>
      )}
    </OrderDialog>
  );
}

function Sample({ filter, printer }: { readonly filter: BatchFilter; readonly printer: string }): ReactNode {
  const { printing } = useTexts();
  const sample = useQuery('batch.sample', { filter, printer });
  const picture = sample.value?.preview;
  return (
    <figure>
      <figcaption className="meta">{printing.batch.sample}</figcaption>
      {picture !== undefined && <img src={`data:image/png;base64,${picture}`} alt={printing.batch.sample} />}
    </figure>
  );
}
