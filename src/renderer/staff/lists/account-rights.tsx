/** Rank, and what is given beyond it or taken from it, right by right. */
import type { ReactNode } from 'react';
import { type Grants, type Permission, PERMISSIONS_OF, type Rank, RANKS } from '#shared/domain/permission.ts';
import { Segments } from '../components/segments.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { usePermissionsHere } from '../stores/use-permissions-here.ts';
import { useTexts } from '../stores/use-texts.ts';

export interface Rights extends Grants {
  readonly rank: Rank;
}

export function AccountRights({
  rights,
  onRights,
}: {
  readonly rights: Rights;
  readonly onRights: (rights: Rights) => void;
}): ReactNode {
  const { file, ranks, list } = useTexts().staff;
  const permissions = usePermissionsHere();
  const mine = useOffice((store) => store.office?.permissions) ?? [];
  const { rank, more, less } = rights;
  const base = PERMISSIONS_OF[rank];
  const beyond = (one: Rank): boolean => PERMISSIONS_OF[one].some((permission) => !mine.includes(permission));

  function toggle(permission: Permission, on: boolean): void {
    const without = (all: readonly Permission[]): Permission[] => all.filter((one) => one !== permission);
    const inRank = base.includes(permission);
    onRights({
      rank,
      more: on && !inRank ? [...without(more), permission] : without(more),
      less: !on && inRank ? [...without(less), permission] : without(less),
    });
  }
  return (
    <>
      <div className="field wide-field">
        <span>{list.rank}</span>
        <Segments
          label={list.rank}
          choices={RANKS.filter((one) => one === rank || !beyond(one)).map((one) => [one, ranks[one]] as const)}
          chosen={rank}
          onChoose={(chosen) => onRights({ rank: chosen, more: [], less: [] })}
        />
      </div>
      <fieldset className="rights wide-field">
        <legend>{file.rights}</legend>
        {permissions.map(({ permission, title, means }) => {
          const inRank = base.includes(permission);
          const has = (inRank || more.includes(permission)) && !less.includes(permission);
          const said = has === inRank ? undefined : has ? file.given : file.taken;
          return (
            <label key={permission} className="right-row">
              <span>
                <span className="strong">{title}</span>
                <span className="meta">{means}</span>
              </span>
              <span className="row">
                {said !== undefined && <span className="mark look">{said}</span>}
                <input
                  type="checkbox"
                  checked={has}
                  disabled={!has && !mine.includes(permission)}
                  onChange={({ target }) => toggle(permission, target.checked)}
                />
              </span>
            </label>
          );
        })}
      </fieldset>
      <p className="meta wide-field">{file.beyond}</p>
    </>
  );
}
