/** The one line that says what the last scan or key did. Its place is kept, so that nothing moves. */
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
  const { packing } = useTexts();
  switch (notice.kind) {
    case 'ticked':
      return (
        <span className="unseen" role="status">
          {packing.itemChecked(notice.sku, notice.done, notice.all)}
        </span>
      );
    case 'all-ticked':
      return <Note sign="done" title={packing.allChecked} />;
    case 'not-in-order':
      return (
        <Note sign="stop" title={packing.notInOrder(notice.sku)}>
          <p>{packing.notInOrderDo}</p>
        </Note>
      );
    case 'too-many':
      return (
        <Note sign="stop" title={packing.tooMany(notice.sku)}>
          <p>{packing.tooManyDo}</p>
        </Note>
      );
    case 'no-order':
      return (
        <Note sign="look" title={packing.noOrderOpen}>
          <p>{packing.noOrderOpenDo}</p>
        </Note>
      );
    case 'printed':
      return (
        <Note sign="done" title={packing.printed}>
          <p>{packing.printedDo}</p>
        </Note>
      );
    case 'handed-over':
      return (
        <Note sign="done" title={packing.handedOver}>
          <p>{packing.handedOverDo}</p>
        </Note>
      );
    case 'failed':
      return <FailureNote failure={notice.failure} />;
  }
}
