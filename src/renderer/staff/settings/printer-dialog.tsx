/** Sets a printer up, or changes it: how it is reached, and what paper lies in it. */
import { type ReactNode, useState } from 'react';
import {
  LABEL_SIZES,
  PRINTER_DPI,
  PRINTER_KINDS,
  type PrinterKind,
  type PrinterSetting,
  printerSettingSchema,
  SHEET_PAPERS,
} from '#shared/domain/printer.ts';
import { fail } from '#shared/result.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { SelectField } from '../components/select-field.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

export function PrinterDialog({
  setting,
  onDone,
  onClose,
}: {
  /** Absent: a new one. */
  readonly setting?: PrinterSetting;
  readonly onDone: (name: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { printers: texts } = useTexts().printing;
  const found = useQuery('printers.found', {});
  const way = setting?.way;
  const [name, setName] = useState(setting?.name ?? '');
  const [kind, setKind] = useState<PrinterKind>(way?.kind ?? 'zpl');
  const [place, setPlace] = useState(placeOf(setting));
  const [port, setPort] = useState(way?.kind === 'zpl' ? String(way.port) : '9100');
  const [size, setSize] = useState(setting?.media.size ?? '100x150');
  const [dpi, setDpi] = useState(String(setting?.media.dpi ?? 203) as `${(typeof PRINTER_DPI)[number]}`);
  const [sheet, setSheet] = useState<'single' | (typeof SHEET_PAPERS)[number]>(setting?.media.sheet ?? 'single');
  const offered = (found.value ?? []).filter((printer) => printer.kind === kind);
  const hasShell = found.value?.some((printer) => printer.kind === 'shell') || way?.kind === 'shell';
  const kinds = PRINTER_KINDS.filter((each) => each !== 'shell' || hasShell);

  function choose(next: PrinterKind): void {
    setKind(next);
    setPlace(next === way?.kind ? placeOf(setting) : '');
  }
  async function save() {
    const read = printerSettingSchema.safeParse({
      id: setting?.id ?? crypto.randomUUID(),
      name,
      way: {
        kind,
        ...(kind === 'zpl' && { host: place.trim(), port: Number(port) }),
        ...(kind === 'cups' && {
          queue: place.trim(),
          ...(way?.kind === 'cups' && way.media !== undefined && { media: way.media }),
        }),
        ...(kind === 'folder' && { folder: place }),
        ...(kind === 'shell' && { device: place }),
      },
      media: { size, dpi: Number(dpi), ...(sheet !== 'single' && kind !== 'zpl' && { sheet }) },
    });
    if (!read.success) return fail('field-invalid', String(read.error.issues[0]?.path.at(-1) ?? ''));
    return desk.call('printers.save', { printer: read.data });
  }
  return (
    <OrderDialog
      wide
      title={setting ? texts.edit : texts.add}
      confirm={texts.save}
      disabled={name.trim() === '' || place.trim() === ''}
      order={save}
      onDone={() => onDone(name.trim())}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <TextField
            title={texts.name}
            hint={texts.nameHint}
            maxLength={40}
            data-first=""
            value={name}
            invalid={refused === 'name'}
            onText={setName}
          />
          <SelectField
            title={texts.kind}
            value={kind}
            options={kinds.map((each) => [each, texts.kinds[each]] as const)}
            onChoose={choose}
          />
          {offered.length > 0 ? (
            <SelectField
              title={kind === 'cups' ? texts.queue : texts.device}
              value={place}
              options={[
                ...(offered.some((printer) => printer.name === place) ? [] : [[place, place] as const]),
                ...offered.map((printer) => [printer.name, printer.label] as const),
              ]}
              onChoose={setPlace}
            />
          ) : (
            <TextField
              title={{ zpl: texts.host, cups: texts.queue, shell: texts.device, folder: texts.folder }[kind]}
              hint={
                { zpl: texts.hostHint, cups: texts.queueHint, shell: texts.foundNone, folder: texts.folderHint }[kind]
              }
              wide={kind === 'folder'}
              maxLength={400}
              value={place}
              invalid={refused === 'host' || refused === 'queue' || refused === 'folder' || refused === 'device'}
              onText={setPlace}
            />
          )}
          {kind === 'zpl' && (
            <TextField
              title={texts.port}
              type="number"
              min={1}
              max={65535}
              value={port}
              invalid={refused === 'port'}
              onText={setPort}
            />
          )}
          <div className="field">
            <span>{texts.size}</span>
            <Segments
              label={texts.size}
              choices={LABEL_SIZES.map((each) => [each, texts.sizes[each]] as const)}
              chosen={size}
              onChoose={setSize}
            />
          </div>
          <div className="field">
            <span>{texts.dpi}</span>
            <Segments
              label={texts.dpi}
              choices={PRINTER_DPI.map((each) => [`${each}` as const, `${each} dpi`] as const)}
              chosen={dpi}
              onChoose={setDpi}
            />
          </div>
          {kind !== 'zpl' && (
            <div className="field wide-field">
              <span>{texts.sheet}</span>
              <Segments
                label={texts.sheet}
                choices={[['single', texts.single], ...SHEET_PAPERS.map((each) => [each, texts.sheets[each]] as const)]}
                chosen={sheet}
                onChoose={setSheet}
              />
            </div>
          )}
        </>
      )}
    </OrderDialog>
  );
}

function placeOf(setting: PrinterSetting | undefined): string {
  const way = setting?.way;
  if (way === undefined) return '';
  if (way.kind === 'zpl') return way.host;
  if (way.kind === 'cups') return way.queue;
  return way.kind === 'folder' ? way.folder : way.device;
}
