/** The exceptions workbench in memory, for every role. */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { ExceptionRow, exceptionCommands } from '#shared/desk/exceptions.ts';
import type { Topic } from '#shared/desk/contract.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { printLabel } from '#main/labels/index.ts';
import { minutesAgo } from './fake-office.ts';
import { fakeList } from './fake-list.ts';

const ROWS: readonly ExceptionRow[] = [
  {
    id: '6f1d9b1e-0d4c-4a4e-8f0f-0a8f5a1f0001',
    at: minutesAgo(190),
    who: '3',
    station: 'Gate 2',
    place: 'scan',
    code: 'not-authentic',
    number: '30482771930569',
    step: 'accept',
    times: 3,
    hasPicture: false,
  },
  {
    id: '6f1d9b1e-0d4c-4a4e-8f0f-0a8f5a1f0002',
    at: minutesAgo(42),
    who: '5',
    place: 'scan',
    code: 'scan-unreadable',
    step: 'arrive',
    times: 1,
    hasPicture: true,
  },
];

export function fakeExceptions(
  announce: (topic: Topic) => void,
  { empty = false }: { readonly empty?: boolean } = {},
): DeskHandlers<keyof typeof exceptionCommands> {
  let rows = empty ? [] : [...ROWS];
  return {
    'exceptions.list': async (_, asked) =>
      ok(
        fakeList(
          rows.filter(({ place }) => asked.place === undefined || place === asked.place),
          {
            time: ({ at, decidedAt }) => decidedAt ?? at,
            id: ({ id }) => id,
            state: ({ decision }) => (decision ? 'decided' : 'open'),
            texts: ({ number, entered, station, who }) => [number, entered, station, who],
          },
          asked,
        ),
      ),
    'exceptions.decide-many': async ({ who }, { ids, decision }) => {
      const fitting = rows.filter((row) => ids.includes(row.id) && !row.decision);
      const decided = { decision, decidedBy: who, decidedAt: new Date().toISOString() };
      rows = rows.map((row) => (fitting.includes(row) ? { ...row, ...decided } : row));
      announce('exceptions');
      return ok({ done: fitting.length, refused: [] });
    },
    'exceptions.count': async () => ok({ open: rows.filter(({ decision }) => decision === undefined).length }),
    'exceptions.picture': async () => ok({ type: 'image/png', picture: await tornLabel() }),
    'exceptions.file': async () => ok({ id: ROWS[0]!.id }),
    'exceptions.decide': async ({ who }, { id, decision, number }) => {
      const row = rows.find((each) => each.id === id);
      if (!row) return fail('not-found');
      const decided = {
        ...row,
        decision,
        decidedBy: who,
        decidedAt: new Date().toISOString(),
        ...(number !== undefined && { entered: number }),
      };
      rows = rows.map((each) => (each.id === id ? decided : each));
      announce('exceptions');
      return ok();
    },
  };
}

/** A label without its main code. */
async function tornLabel(): Promise<string> {
  const label = { number: '30482771930569', piece: 1, of: 1, copy: 1 };
  const printed = expectOk(
    await printLabel({
      kind: 'shipping',
      carrier: '青空運送',
      sender: 'みなと百貨',
      label,
      marks: [],
      date: '2026-11-21',
    }),
  );
  return Buffer.from(printed.png).toString('base64');
}
