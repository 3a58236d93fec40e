/**
 * Staff: who may sit down at this party's desks, by which PIN or password, and what they may do. Called by the desk
 * doors before every call, and by the roles where somebody has to agree. It must never know what a command is about, and
 * never keep, log or return a secret.
 */
export { accountsDesk } from './accounts-desk.ts';
export { makeFirstAccount, resetByName, resetSecret } from './accounts.ts';
export { approve } from './approve.ts';
export { type Player, PLAYERS, seatPlayers } from './players.ts';
export { openSeats, type Seats, stationStaff } from './seats.ts';
export { openStationSeats, type StationSeats } from './station-seats.ts';
export { FREE_TRIES, waitAfter } from './sign-in.ts';
export type { HeldSeat, Staff } from './staff.ts';
export { staffMigrations, type StaffTables } from './tables.ts';
