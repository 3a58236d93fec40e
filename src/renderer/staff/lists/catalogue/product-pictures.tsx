/** The pictures of one product: add, put in order, say what they show. Dropped, pasted or chosen. */
import { type ReactNode, useRef, useState } from 'react';
import type { ProductPicture } from '#shared/desk/catalogue.ts';
import { LONGEST_ALT } from '#shared/desk/catalogue.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Note } from '../../components/note.tsx';
import { useFiles } from '../../components/use-files.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { makePicture } from './make-picture.ts';
import { PictureView } from './picture-view.tsx';

export function ProductPictures({
  sku,
  pictures,
  onChanged,
}: {
  readonly sku: string;
  readonly pictures: readonly ProductPicture[];
  readonly onChanged: () => void;
}): ReactNode {
  const { product } = useTexts();
  const [adding, setAdding] = useState<{ readonly done: number; readonly all: number }>();
  const [unread, setUnread] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const stopped = useRef(false);
  const over = useFiles((files) => void add(files));

  async function add(files: readonly File[]): Promise<void> {
    if (adding || files.length === 0) return;
    setFailure(undefined);
    setUnread(undefined);
    stopped.current = false;
    for (const [at, file] of files.entries()) {
      if (stopped.current) break;
      setAdding({ done: at + 1, all: files.length });
      const made = await makePicture(file);
      if (!made) {
        setUnread(file.name);
        continue;
      }
      const added = await desk.call('catalogue.add-picture', { sku, ...made });
      if (!added.ok) {
        setFailure(added.error);
        break;
      }
      onChanged();
    }
    setAdding(undefined);
  }
  async function order(change: Promise<{ readonly ok: boolean; readonly error?: Failure }>): Promise<void> {
    const done = await change;
    setFailure(done.ok ? undefined : done.error);
    onChanged();
  }
  const ids = pictures.map(({ id }) => id);
  function move(from: number, to: number): void {
    const moved = ids.toSpliced(from, 1).toSpliced(to, 0, ids[from]!);
    void order(desk.call('catalogue.arrange-pictures', { sku, ids: moved }));
  }
  return (
    <section className="stack" aria-label={product.pictures}>
      <div className="row">
        <h2>{product.pictures}</h2>
        <span className="grow" />
        <FileButton title={product.picturesAdd} accept="image/*" multiple onFiles={(files) => void add(files)} />
      </div>
      <p className="meta">{pictures.length === 0 ? product.picturesNone : product.picturesExplain}</p>
      {failure && <FailureNote failure={failure} />}
      {unread !== undefined && <Note sign="look" title={product.pictureUnread(unread)} />}
      {adding && (
        <p className="row" role="status">
          <progress max={adding.all} value={adding.done - 1} aria-label={product.pictures} />
          {product.pictureAdding(adding.done, adding.all)}
          <button type="button" className="button slim" onClick={() => (stopped.current = true)}>
            {product.stop}
          </button>
        </p>
      )}
      <ol className="product-pictures">
        {pictures.map((picture, at) => (
          <li key={picture.id}>
            <PictureView file={picture.small} alt={picture.alt.ja || picture.alt.en || product.pictureOf(at + 1)} />
            <div className="stack picture-words">
              <AltField picture={picture} language="ja" onSaved={onChanged} onFailure={setFailure} />
              <AltField picture={picture} language="en" onSaved={onChanged} onFailure={setFailure} />
              <div className="row">
                <button
                  type="button"
                  className="button slim"
                  aria-label={product.earlier(at + 1)}
                  disabled={at === 0}
                  onClick={() => move(at, at - 1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  className="button slim"
                  aria-label={product.later(at + 1)}
                  disabled={at === pictures.length - 1}
                  onClick={() => move(at, at + 1)}
                >
                  ↓
                </button>
                <button
                  type="button"
                  className="button slim"
                  onClick={() => void order(desk.call('catalogue.remove-picture', { id: picture.id }))}
                >
                  {product.remove(at + 1)}
                </button>
                {at === 0 && <span className="meta">{product.first}</span>}
              </div>
            </div>
          </li>
        ))}
      </ol>
      {over && <div className="drop-veil">{product.picturesAdd}</div>}
    </section>
  );
}

/** Saved when it is left. */
function AltField({
  picture: { id, alt },
  language,
  onSaved,
  onFailure,
}: {
  readonly picture: ProductPicture;
  readonly language: 'ja' | 'en';
  readonly onSaved: () => void;
  readonly onFailure: (failure: Failure | undefined) => void;
}): ReactNode {
  const { product } = useTexts();
  const [typed, setTyped] = useState<string>();
  async function save(): Promise<void> {
    if (typed === undefined || typed === alt[language]) return setTyped(undefined);
    const saved = await desk.call('catalogue.describe-picture', { id, alt: { ...alt, [language]: typed } });
    onFailure(saved.ok ? undefined : saved.error);
    if (saved.ok) setTyped(undefined);
    onSaved();
  }
  return (
    <label className="field">
      <span>{product.alt[language]}</span>
      <input
        className="input"
        lang={language}
        autoComplete="off"
        maxLength={LONGEST_ALT}
        value={typed ?? alt[language]}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => void save()}
      />
    </label>
  );
}
