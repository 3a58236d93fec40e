import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { MallDepot } from '#shared/desk/returns.ts';
import { ok } from '#shared/result.ts';

/** A carrier's depots for the returns of its malls. */
export function fakeMallDepots({ empty = false } = {}): Partial<DeskHandlers> {
  let malls: readonly MallDepot[] = empty
    ? []
    : [
        { mall: 'minato.example', name: 'みなと百貨', depot: 'YOK' },
        { mall: 'kita.example', name: '北の市場' },
      ];
  return {
    'mall-depots.list': async () => ok([...malls]),
    'mall-depots.set': async (_, { mall, depot }) => {
      malls = malls.map(({ depot: _before, ...row }) =>
        row.mall === mall
          ? { ...row, ...(depot !== undefined && { depot }) }
          : { ...row, ...(_before && { depot: _before }) },
      );
      return ok();
    },
  };
}
