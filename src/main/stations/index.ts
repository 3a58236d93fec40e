/**
 * Stations: which other computers – benches, gates, vans – are paired with this party, and that what they send is done
 * once. Called by the station door, the roles and the wiring. It must never know what a call is about.
 */
export { type Joined, joinService } from './join.ts';
export { type LineCall, type LineState, openStationLine, type StationLine, type StationLineSetting } from './line.ts';
export { dropOldCalls, findCall, rememberCall } from './once.ts';
export {
  DESK_PATH,
  PAIR_PATH,
  type Paired,
  REVOKED_CODE,
  stationRequestSchema,
  UNKNOWN_CODE,
  type Welcome,
} from './pair-message.ts';
export { acceptStation, type NewStation, type OpenPairing, pairStation, type StationRequest } from './pairing.ts';
export { openPresence, type Presence } from './presence.ts';
export {
  findStationByPin,
  listExpected,
  listStations,
  rememberSeen,
  revokeStation,
  stationSealingKey,
} from './registry.ts';
export type { Stations } from './stations.ts';
export { stationMigrations, type StationTables } from './tables.ts';
