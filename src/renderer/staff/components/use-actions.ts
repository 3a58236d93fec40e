/** What a screen does when a command bar code without a key of its own is scanned; see `shared/desk/station-actions.ts`. */
import { useEffect, useEffectEvent } from 'react';
import type { ActionId } from '#shared/desk/station-actions.ts';
import { addActions, type ActionHandlers } from '../scanner/run-action.ts';

/** The actions stay the same while the component stands; a handler that returns false can't do it now. */
export function useActions(handlers: ActionHandlers): void {
  const run = useEffectEvent((id: ActionId) => handlers[id]?.());
  const names = Object.keys(handlers).join(' ');
  useEffect(() => {
    const ids = names.split(' ') as ActionId[];
    return addActions(Object.fromEntries(ids.map((id) => [id, () => run(id)])));
  }, [names]);
}
