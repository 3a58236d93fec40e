/** Pictures by the dozen: each file is named after its product's SKU; what goes where is shown before anything is added. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { PictureMatch } from '#shared/desk/catalogue.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Note } from '../../components/note.tsx';
import { useTexts } from '../../stores/use-texts.ts';
import { makePicture } from './make-picture.ts';

export function ManyPictures({
  files: given,
  onClose,
}: {
  readonly files: readonly File[];
  readonly onClose: () => void;
}): ReactNode {
  const { common, manyPictures, product } = useTexts();
  const [files, setFiles] = useState(given);
  const [matches, setMatches] = useState<readonly PictureMatch[]>([]);
  const [failure, setFailure] = useState<Failure>();
  const [done, setDone] = useState<number>();
  const [failed, setFailed] = useState<readonly string[]>();
  const stopped = useRef(false);

  useEffect(() => {
    async function match(): Promise<void> {
      const found = await desk.call('catalogue.match-pictures', { names: files.map(({ name }) => name) });
      setFailure(found.ok ? undefined : found.error);
      if (found.ok) setMatches(found.value);
    }
    if (files.length > 0) void match();
  }, [files]);
  useEffect(() => () => void (stopped.current = true), []);

  const fitting = matches.filter(({ sku }) => sku !== undefined);
  async function addAll(): Promise<void> {
    stopped.current = false;
    setFailed(undefined);
    const lost: string[] = [];
    let added = 0;
    setDone(0);
    // Pictures of one product keep the order of their names.
    const ordered = fitting.toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
    for (const { name, sku } of ordered) {
      if (stopped.current) break;
      const made = await makePicture(files.find((file) => file.name === name)!);
      const taken = made && (await desk.call('catalogue.add-picture', { sku: sku!, ...made }));
      if (taken?.ok) setDone(++added);
      else lost.push(name);
    }
    setFailed(lost);
  }
  const columns: readonly Column<PictureMatch>[] = [
    { head: manyPictures.file, render: ({ name }) => name },
    {
      head: manyPictures.product,
      form: 'wide',
      render: ({ sku, product: title }) =>
        sku === undefined ? <span className="mark look">{manyPictures.nobody}</span> : `${sku} ${title}`,
    },
    { head: manyPictures.has, form: 'end', render: ({ has }) => has ?? '' },
  ];
  const running = done !== undefined && failed === undefined;
  return (
    <Dialog wide title={manyPictures.title} onClose={onClose}>
      <div className="stack">
        <p className="dialog-text">{manyPictures.explain}</p>
        {failure && <FailureNote failure={failure} />}
        {failed === undefined && matches.length > 0 && (
          <div className="match-table">
            <DataTable label={manyPictures.title} columns={columns} rows={matches} keyOf={({ name }) => name} />
          </div>
        )}
        {running && (
          <p className="row" role="status">
            <progress max={fitting.length} value={done} aria-label={manyPictures.title} />
            {manyPictures.adding(done, fitting.length)}
          </p>
        )}
        {failed && (
          <Note sign={failed.length > 0 ? 'look' : 'done'} title={manyPictures.added(done ?? 0)}>
            {failed.length > 0 && <p>{manyPictures.failed(failed.join(', '))}</p>}
          </Note>
        )}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={running ? () => (stopped.current = true) : onClose}>
            {running ? product.stop : failed ? common.close : common.cancel}
          </button>
          {!running && !failed && (
            <>
              <FileButton
                title={manyPictures.choose}
                accept="image/*"
                multiple
                primary={fitting.length === 0}
                onFiles={(more) => setFiles([...files, ...more])}
              />
              {fitting.length > 0 && (
                <button type="button" className="button primary" data-first="" onClick={() => void addAll()}>
                  {manyPictures.add(fitting.length)}
                </button>
              )}
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}
