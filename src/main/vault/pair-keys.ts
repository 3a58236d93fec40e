/**
 * The pairwise keys that a party's vault holds: personal keys from key centres, keys agreed beforehand, and the lists of
 * identifiers that a centre withdrew. What comes out are schemes that seal and open, never a key.
 */
import { blomScheme, type PairwiseScheme, type Peer } from '#shared/protocol/pairwise.ts';
import { type AgreedKey, type KeyOrigin, personalElements, type PersonalKey } from '#shared/protocol/personal-key.ts';
import type { RevokedIdentifiers } from '#shared/protocol/revoked-identifiers.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { checkRevoked } from './keycentre/revoked-list.ts';
import { agreedScheme, isBetween, pairwiseCipher } from './pairwise.ts';
import type { SealedFile } from './sealed-file.ts';
import type { Secrets } from './secrets.ts';

/** A personal key by name, without the key. */
export interface PersonalKeyName extends KeyOrigin {
  readonly id: string;
  readonly threshold: number;
}

export interface PairKeys {
  /**
   * Keeps a personal key of a key centre, beside those of other generations; durable when it resolves. Fails with
   * `key-invalid` when it is none, or when there is another key for the same identifier and origin.
   */
  readonly installPersonalKey: (key: PersonalKey) => Promise<Result<void>>;
  /** Keeps a key that was agreed with somebody beforehand, in place of an earlier one between the same two. */
  readonly installAgreedKey: (key: AgreedKey) => Promise<void>;
  /**
   * Takes in a centre's list of withdrawn identifiers. Fails with `other-centre` without a personal key of its origin,
   * `not-authentic` when the centre did not write it for this party, `wrong-state` when a newer one is here.
   */
  readonly installRevoked: (list: RevokedIdentifiers) => Promise<Result<void>>;
  readonly personalKeys: () => readonly PersonalKeyName[];
  /** Destroys the personal keys of an origin: nothing sealed under them opens any more. False when there were none. */
  readonly destroyPersonalKeys: (origin: KeyOrigin) => Promise<boolean>;
  /**
   * Sealing to and opening from one other end, without letting the key out. Fails with `identifier-revoked`,
   * `other-centre` (no personal key of that origin for this identifier) or `unknown-key` (nothing agreed).
   *
   * @param own this party's identifier
   */
  readonly pairwise: (own: string, peer: Peer) => Promise<Result<PairwiseScheme>>;
}

const isSame = (one: KeyOrigin, other: KeyOrigin): boolean =>
  one.centre === other.centre && one.generation === other.generation;

export function holdPairKeys(file: SealedFile<Secrets>): PairKeys {
  const personal = (): readonly PersonalKey[] => file.content().personalKeys ?? [];

  async function pairwise(own: string, { id, key }: Peer): Promise<Result<PairwiseScheme>> {
    if (key === 'agreed') {
      const agreed = file.content().agreedKeys?.find((each) => isBetween(each, own, id));
      return agreed ? agreedScheme(agreed, own, id) : fail('unknown-key', key);
    }
    const lists = file.content().revoked ?? [];
    const isRevoked = ({ centre, revoked }: (typeof lists)[number]): boolean =>
      centre === key.centre && revoked.some((each) => each.id === id && each.generation === key.generation);
    if (lists.some(isRevoked)) return fail('identifier-revoked');
    const ownKey = personal().find((each) => each.id === own && isSame(each, key));
    return ownKey ? blomScheme(pairwiseCipher, ownKey, { id, ...key }) : fail('other-centre');
  }

  return {
    installPersonalKey: async (key) => {
      if (!personalElements(key)) return fail('key-invalid', 'form');
      const known = personal().find((each) => each.id === key.id && isSame(each, key));
      if (known) return known.key === key.key ? ok() : fail('key-invalid', 'differs');
      await file.update((secrets) => ({ ...secrets, personalKeys: [...(secrets.personalKeys ?? []), key] }));
      return ok();
    },
    installAgreedKey: (key) =>
      file.update((secrets) => {
        const others = (secrets.agreedKeys ?? []).filter((each) => !isBetween(each, ...key.ends));
        return { ...secrets, agreedKeys: [...others, key] };
      }),
    installRevoked: async (list) => {
      const ownKey = personal().find((each) => each.id === list.party && isSame(each, list));
      if (!ownKey) return fail('other-centre');
      if (!(await checkRevoked(list, ownKey))) return fail('not-authentic');
      const known = file.content().revoked?.find(({ centre }) => centre === list.centre);
      if (known && known.number > list.number) return fail('wrong-state', String(known.number));
      const { centre, number, revoked } = list;
      await file.update((secrets) => {
        const others = (secrets.revoked ?? []).filter((each) => each.centre !== centre);
        return { ...secrets, revoked: [...others, { centre, number, revoked }] };
      });
      return ok();
    },
    personalKeys: () =>
      personal().map(({ id, centre, generation, threshold }) => ({ id, centre, generation, threshold })),
    destroyPersonalKeys: async (origin) => {
      if (!personal().some((each) => isSame(each, origin))) return false;
      await file.update((secrets) => ({
        ...secrets,
        personalKeys: secrets.personalKeys?.filter((each) => !isSame(each, origin)),
      }));
      return true;
    },
    pairwise,
  };
}
