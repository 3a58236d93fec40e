/** What the last scan or key did, readable from two metres. Its place is kept, so that nothing moves. */
import type { ReactNode } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { Note } from '../../components/note.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import type { PackingNotice } from './packing-store.ts';

export function PackingNoteLine(): ReactNode {
  const notice = usePacking((store) => store.notice);
  return <div className="packing-note">{notice && <NoticeText notice={notice} />}</div>;
}

function NoticeText({ notice }: { readonly notice: PackingNotice }): ReactNode {
  const { packing, bench } = useTexts();
  switch (notice.kind) {
    case 'ticked':
    case 'all-ticked':
      return (
        <span className="unseen" role="status">
          {packing.itemChecked(notice.sku, notice.done, notice.all)}
        </span>
      );
    case 'not-in-order':
      return said('stop', packing.notInOrder(notice.sku), packing.notInOrderDo);
    case 'too-many':
      return said('stop', bench.tooMany(notice.sku, notice.over), packing.tooManyDo);
    case 'missing':
      return (
        <Note sign="look" title={bench.missingTitle}>
          <ul>
            {notice.items.map(({ sku, name, left }) => (
              <li key={sku}>
                <b>{bench.missingItem(sku, left)}</b> {name}
              </li>
            ))}
          </ul>
        </Note>
      );
    case 'no-order':
      return said('look', packing.noOrderOpen, packing.noOrderOpenDo);
    case 'not-open':
      return said('look', bench.notOpen, bench.notOpenDo);
    case 'printed':
      return notice.pieces > 1
        ? said('done', bench.printedMany(notice.pieces), bench.printedManyDo)
        : said('done', bench.printedOne, bench.printedOneDo);
    case 'set-aside':
      return said('done', bench.asideDone, bench.asideDoneDo);
    case 'brought-back':
      return said('done', bench.broughtBack, bench.broughtBackDo);
    case 'sent-without':
      return said('done', bench.sentWithout, bench.sentWithoutDo);
    case 'voided':
      return said('done', bench.voidDone, bench.voidDoneDo);
    case 'size-changed':
      return said(
        notice.printed ? 'look' : 'done',
        bench.sizeChanged,
        notice.printed ? bench.sizeChangedReprint : bench.sizeChangedDo,
      );
    case 'handed-over':
      return said('done', packing.handedOver, packing.handedOverDo);
    case 'failed':
      return <FailureNote failure={notice.failure} />;
  }
}

function said(sign: 'done' | 'look' | 'stop', title: string, then: string): ReactNode {
  return (
    <Note sign={sign} title={title}>
      <p>{then}</p>
    </Note>
  );
}
