/** The files of one electronic product: what a buyer of it gets. Attach by button or drop, remove line by line. */
import { type DragEvent, type ReactNode, useState } from 'react';
import { formatBytes } from '#shared/domain/byte-size.ts';
import type { ProductFileRow } from '#shared/desk/mall-goods.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { LookDialog } from '../../components/look-dialog.tsx';
import { Note } from '../../components/note.tsx';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { attachFile } from './attach-file.ts';
import { useLocale } from './use-locale.ts';
import { May } from '../../components/may.tsx';

export function ProductFiles({
  sku,
  name,
  onChanged,
  onClose,
}: {
  readonly sku: string;
  readonly name: string;
  readonly onChanged?: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { goods } = useTexts();
  const locale = useLocale();
  const { value: files, failure, reload } = useQuery('goods.files', { sku }, ['catalogue']);
  const [taking, setTaking] = useState<{ readonly name: string; readonly done: number; readonly all: number }>();
  const [problem, setProblem] = useState<Failure>();
  const [said, setSaid] = useState<string>();
  const [over, setOver] = useState(false);

  async function attach(chosen: readonly File[]): Promise<void> {
    if (taking) return;
    setProblem(undefined);
    setSaid(undefined);
    for (const file of chosen) {
      const show = (done: number): void => setTaking({ name: file.name, done, all: file.size });
      show(0);
      const attached = await attachFile(desk, sku, file, show);
      setTaking(undefined);
      reload();
      onChanged?.();
      if (!attached.ok) return setProblem(attached.error);
      setSaid(goods.attached(attached.value.name));
    }
  }
  async function remove({ position, name: file }: ProductFileRow): Promise<void> {
    const removed = await desk.call('goods.remove-file', { sku, position });
    setProblem(removed.ok ? undefined : removed.error);
    setSaid(removed.ok ? goods.removed(file) : undefined);
    reload();
    onChanged?.();
  }
  function onDrop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    void attach([...event.dataTransfer.files]);
  }

  const columns: readonly Column<ProductFileRow>[] = [
    { head: goods.fileName, form: 'wide', render: (file) => file.name },
    { head: goods.fileSize, form: 'end', render: ({ bytes }) => formatBytes(bytes, locale) },
    {
      head: '',
      form: 'end',
      render: (file) => (
        <May permission="catalogue">
          <button
            type="button"
            className="button plain"
            aria-label={goods.removeNamed(file.name)}
            disabled={taking !== undefined}
            onClick={() => void remove(file)}
          >
            {goods.remove}
          </button>
        </May>
      ),
    },
  ];
  return (
    <LookDialog title={goods.filesOf(name)} onClose={onClose}>
      <p className="dialog-text">{goods.filesExplain}</p>
      <div
        className={over ? 'goods-drop over' : 'goods-drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        {files?.length === 0 && <p className="meta">{goods.filesEmpty}</p>}
        {files && files.length > 0 && (
          <DataTable
            label={goods.filesOf(name)}
            columns={columns}
            rows={files}
            keyOf={({ position }) => String(position)}
          />
        )}
        <May permission="catalogue">
          <p className="goods-attach">
            <FileButton title={goods.attach} accept="" multiple primary onFiles={(chosen) => void attach(chosen)} />
            <span className="meta">{goods.attachDrop}</span>
          </p>
        </May>
        <div className="goods-taking" role="status">
          {taking && (
            <>
              <progress max={Math.max(1, taking.all)} value={taking.done} />
              <span>
                {goods.attaching(taking.name, formatBytes(taking.done, locale), formatBytes(taking.all, locale))}
              </span>
            </>
          )}
          {!taking && said !== undefined && <Note sign="done" title={said} />}
        </div>
      </div>
      {(problem ?? failure) && <FailureNote failure={(problem ?? failure)!} />}
    </LookDialog>
  );
}
