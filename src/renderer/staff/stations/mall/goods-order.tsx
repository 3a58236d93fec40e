/** The open order: its electronic items with their files, its label, and the one thing to do next. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { formatBytes } from '#shared/domain/byte-size.ts';
import type { GoodsItem, GoodsOrder } from '#shared/desk/mall-goods.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Note } from '../../components/note.tsx';
import { printPaper } from '../../components/print-paper.ts';
import { useKeys } from '../../components/use-keys.ts';
import { Key, NumberText } from '../../components/words.tsx';
import { useGoods } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { formatAge, useMoney, useNow, useTexts } from '../../stores/use-texts.ts';
import { OrderHead } from './order-head.tsx';
import { GoodsLabel } from './goods-label.tsx';
import { ProductFiles } from './product-files.tsx';
import { useLocale } from './use-locale.ts';

export function GoodsOrderView({ order }: { readonly order: GoodsOrder }): ReactNode {
  const { goods } = useTexts();
  const locale = useLocale();
  const { busy, label, sealing, seal, close, refresh } = useGoods();
  const printAtOnce = useSettings((settings) => settings.printAtOnce);
  const [filesOf, setFilesOf] = useState<GoodsItem>();
  const sealButton = useRef<HTMLButtonElement>(null);

  const missing = order.items.find(({ files }) => files.length === 0);
  const ready = order.state === 'ready' && missing === undefined && order.items.length > 0 && !order.lapsed;

  useEffect(() => {
    if (ready && !busy) sealButton.current?.focus();
  }, [ready, busy]);
  useKeys({
    Escape: close,
    F6: () => setFilesOf(missing ?? order.items[0]),
  });
  async function sealAndPrint(): Promise<void> {
    const printed = await seal();
    if (printed && printAtOnce) await printPaper(printed);
  }

  return (
    <section className="packing-order" aria-labelledby="goods-number">
      <GoodsHead order={order} onClose={close} />
      <div className="packing-work">
        <div className="packing-items">
          <GoodsNoteLine order={order} />
          <div className="packing-items-head">
            <h2>{goods.items}</h2>
            <span className="meta">{formatBytes(order.fileBytes, locale)}</span>
          </div>
          <ul className="items" aria-label={goods.items}>
            {order.items.map((item) => (
              <GoodsItemLine key={item.sku} item={item} onFiles={() => setFilesOf(item)} />
            ))}
          </ul>
          {order.state === 'ready' && <p className="packing-hint meta">{goods.unsealedExplain}</p>}
        </div>
        <div className="packing-paper">
          <GoodsLabel label={label} />
          {order.state === 'ready' ? (
            <button
              ref={sealButton}
              type="button"
              className="button primary large"
              disabled={!ready || busy}
              onClick={() => void sealAndPrint()}
            >
              {busy ? goods.sealing : goods.seal} <Key name="Enter" />
            </button>
          ) : (
            <GoodsWay order={order} />
          )}
          {sealing && sealing.total > 0 && (
            <div className="goods-taking" role="status">
              <progress max={sealing.total} value={sealing.done} />
              <span>{goods.sealingOf(formatBytes(sealing.done, locale), formatBytes(sealing.total, locale))}</span>
            </div>
          )}
          <button
            type="button"
            className="button"
            disabled={busy || order.items.length === 0}
            onClick={() => setFilesOf(missing ?? order.items[0])}
          >
            {goods.files} <Key name="F6" />
          </button>
        </div>
      </div>
      {filesOf && (
        <ProductFiles
          sku={filesOf.sku}
          name={filesOf.name ?? filesOf.sku}
          onChanged={() => void refresh()}
          onClose={() => setFilesOf(undefined)}
        />
      )}
    </section>
  );
}

function GoodsItemLine({ item, onFiles }: { readonly item: GoodsItem; readonly onFiles: () => void }): ReactNode {
  const { goods } = useTexts();
  const locale = useLocale();
  const { sku, name, quantity, files } = item;
  return (
    <li className={files.length === 0 ? 'goods-item missing' : 'goods-item'}>
      <div className="goods-item-head">
        <span className="item-name">
          {name ?? <i className="meta">{goods.unnamed}</i>}
          <span className="item-sku">{sku}</span>
        </span>
        <span className="meta">{quantity > 1 ? goods.quantity(quantity) : ''}</span>
        <button type="button" className="button" aria-label={goods.filesOf(name ?? sku)} onClick={onFiles}>
          {goods.files}
        </button>
      </div>
      {files.length === 0 && <p className="goods-missing">{goods.noFile}</p>}
      {files.length > 0 && (
        <ul className="goods-files">
          {files.map((file) => (
            <li key={file.position}>
              <span>{file.name}</span>
              <span className="meta">{formatBytes(file.bytes, locale)}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Where the package is, after it was sealed. */
function GoodsWay({ order }: { readonly order: GoodsOrder }): ReactNode {
  const { goods } = useTexts();
  const locale = useLocale();
  const { state, bytes, uploaded, lastError, attempts } = order;
  return (
    <div className="goods-way" role="status">
      <p className="strong">{goods.states[state]}</p>
      {state === 'packed' && bytes !== undefined && (
        <>
          <progress max={bytes} value={uploaded} />
          <p className="meta">{goods.uploaded(formatBytes(uploaded, locale), formatBytes(bytes, locale))}</p>
          {lastError !== undefined && <p className="meta">{goods.lastTry(lastError, attempts)}</p>}
        </>
      )}
    </div>
  );
}

function GoodsNoteLine({ order }: { readonly order: GoodsOrder }): ReactNode {
  const { goods } = useTexts();
  const notice = useGoods((store) => store.notice);
  return (
    <div className="packing-note">
      {notice?.kind === 'failed' && <FailureNote failure={notice.failure} />}
      {notice?.kind === 'sealed' && (
        <Note sign="done" title={goods.sealed}>
          <p>{goods.sealedDo}</p>
        </Note>
      )}
      {notice?.kind === 'sealed-elsewhere' && <Note sign="look" title={goods.sealedElsewhere} />}
      {!notice && order.lapsed && (
        <Note sign="look" title={goods.lapsed}>
          <p>{goods.lapsedExplain}</p>
        </Note>
      )}
    </div>
  );
}

function GoodsHead({ order, onClose }: { readonly order: GoodsOrder; readonly onClose: () => void }): ReactNode {
  const texts = useTexts();
  const { goods } = texts;
  const money = useMoney();
  const now = useNow();
  const locale = useLocale();
  const facts: readonly (readonly [string, ReactNode])[] = [
    [goods.credit, order.creditName],
    [goods.receipt, order.receipt ? <NumberText key="receipt" number={order.receipt} /> : '–'],
    [goods.age, formatAge(texts, Date.parse(order.placedAt), now)],
    [goods.amount, money(order.amount)],
    [goods.package, order.bytes === undefined ? '–' : formatBytes(order.bytes, locale)],
  ];
  return (
    <OrderHead
      id="goods-number"
      number={order.purchase}
      marks={<span className={order.state === 'ready' ? 'mark' : 'mark done'}>{goods.states[order.state]}</span>}
      close={goods.close}
      facts={facts}
      onClose={onClose}
    />
  );
}
