/** A list with older pages, found by time and number, under a filter that the party applies. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AgencyRequestRow } from '#shared/desk/agency.ts';
import type { ReceivedPayment, StatementRow } from '#shared/desk/billing.ts';
import type { Input, Topic } from '#shared/desk/contract.ts';
import type { ClaimRow, SettlementRow } from '#shared/desk/credit.ts';
import type { ClosedDrawer } from '#shared/desk/drawer.ts';
import type { ExceptionRow } from '#shared/desk/exceptions.ts';
import type { MailRow } from '#shared/desk/forwarding.ts';
import type { ManifestRow, PickupRow } from '#shared/desk/handover.ts';
import type { PrintJobRow } from '#shared/desk/printing.ts';
import type { InquiryRow } from '#shared/desk/inquiries.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { useOffice } from './desk-stores.ts';
import { joinPages } from './join-pages.ts';
import type { Pages } from './use-query.ts';

interface CursorLists {
  readonly 'statements.list': StatementRow;
  readonly 'payments.received': ReceivedPayment;
  readonly 'settlements.list': SettlementRow;
  readonly 'claims.list': ClaimRow;
  readonly 'mails.list': MailRow;
  readonly 'drawer.list': ClosedDrawer;
  readonly 'exceptions.list': ExceptionRow;
  readonly 'inquiries.list': InquiryRow;
  readonly 'agency.requests': AgencyRequestRow;
  readonly 'jobs.list': PrintJobRow;
  readonly 'handover.manifests': ManifestRow;
  readonly 'pickups.list': PickupRow;
}
type CursorList = keyof CursorLists;
type Row<N extends CursorList> = CursorLists[N];
type Filter<N extends CursorList> = Omit<Input<N>, 'limit' | 'before'>;

interface Shown<T> {
  /** The filter that the rows fit. */
  readonly filter: string;
  readonly rows: readonly T[];
  readonly end: boolean;
}

const PAGE = 100;

/**
 * Rows of another filter stay until those of the new one come, so that nothing flickers. `cursorOf` is the same function
 * each time.
 */
export function useCursorPages<N extends CursorList>(
  name: N,
  filter: Filter<N>,
  cursorOf: (row: Row<N>) => string,
  topics: readonly Topic[] = [],
): Pages<Row<N>> {
  const [shown, setShown] = useState<Shown<Row<N>>>();
  const [failure, setFailure] = useState<Failure>();
  const entries = useOffice((store) => store.entries);
  const asking = useRef(false);
  const filterText = JSON.stringify(filter);
  const topicText = topics.join();

  const ask = useCallback(
    async (before?: string): Promise<readonly Row<N>[] | undefined> => {
      const input = { ...(JSON.parse(filterText) as Filter<N>), limit: PAGE, ...(before !== undefined && { before }) };
      const page = await desk.call(name, input as Input<N>);
      setFailure(page.ok ? undefined : page.error);
      return page.ok ? (page.value as readonly unknown[] as readonly Row<N>[]) : undefined;
    },
    [name, filterText],
  );

  useEffect(() => {
    let turn = 0;
    const renew = async (): Promise<void> => {
      const mine = ++turn;
      const newest = await ask();
      if (mine !== turn || newest === undefined) return;
      setShown((known) => {
        if (known?.filter !== filterText) return { filter: filterText, rows: newest, end: newest.length < PAGE };
        return { ...known, rows: joinPages(newest, known.rows, cursorOf) };
      });
    };
    if (entries > 0) void renew();
    const heard = topicText === '' ? [] : (topicText.split(',') as Topic[]);
    const stops = heard.map((topic) => desk.onChanged(topic, () => void renew()));
    return () => {
      turn = -1;
      for (const stop of stops) stop();
    };
  }, [ask, cursorOf, filterText, topicText, entries]);

  const last = shown?.rows.at(-1);
  async function older(): Promise<void> {
    if (last === undefined || asking.current) return;
    asking.current = true;
    const page = await ask(cursorOf(last));
    asking.current = false;
    if (page === undefined) return;
    setShown((known) => {
      if (known?.filter !== filterText) return known;
      return { ...known, rows: [...known.rows, ...page], end: page.length < PAGE };
    });
  }

  return {
    ...(shown && { rows: shown.rows }),
    ...(failure && { failure }),
    ...(shown && !shown.end && { older: () => void older() }),
  };
}
