/**
 * A gate or van of the carrier, on a computer of its own: it asks its party's service as long as that can be reached,
 * and works from its own copy and queue when it can't. Called by the station's screens. It must never hold an addressee
 * at rest, and nothing that says anything in the clear.
 */
import { fromUtf8, utf8 } from '#shared/bytes.ts';
import type { Topic } from '#shared/desk/contract.ts';
import type { StationStaff } from '#shared/desk/station-copy.ts';
import type { StationIdentity } from '#shared/desk/stations.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { LabelPress } from '#main/labels/index.ts';
import type { StationLine } from '#main/stations/index.ts';
import type { Storage } from '#main/storage/index.ts';
import type { RestCipher, Vault } from '#main/vault/index.ts';
import type { StationStoreTables } from './station-store-tables.ts';

export interface CarrierStation {
  readonly station: StationIdentity;
  /** The carrier that it belongs to. */
  readonly party: PartyId;
  readonly vault: Vault;
  readonly rest: RestCipher;
  readonly storage: Storage<StationStoreTables>;
  readonly line: StationLine;
  readonly press: LabelPress;
  /** Told with every page of the copy how the accounts stand. */
  readonly takeStaff: (staff: readonly StationStaff[]) => Promise<void>;
  readonly announce: (topic: Topic) => void;
  readonly report: (error: unknown) => void;
  readonly clock: () => Date;
}

export function sealJson(rest: RestCipher, context: string, value: unknown): Uint8Array<ArrayBuffer> {
  return rest.seal(context, utf8(JSON.stringify(value)));
}

/** Throws on what this station's vault did not seal under this name: the file was altered. */
export function openJson<T>(rest: RestCipher, context: string, sealed: Uint8Array): T {
  const opened = rest.open(context, sealed);
  if (!opened) throw new Error(`a record of the station does not open: ${context.split('|')[0]}`);
  return JSON.parse(fromUtf8(opened)) as T;
}

/** Finds a parcel's records without its number lying there. */
export function parcelKey(vault: Vault, number: string): Promise<string> {
  return vault.keyedHash('expected-parcel', number);
}
