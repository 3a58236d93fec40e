/** What is played while evidence is taken. */
import { BENCH_PLAYS } from './bench-plays.ts';
import { playBreakdowns } from './breakdowns.ts';
import { EXCEPTION_PLAYS } from './exception-plays.ts';
import { clerksMistake } from './mistakes.ts';
import { playStaff } from './staff-plays.ts';
import { PARCEL_PLAYS } from './parcel-plays.ts';
import { FLOW_PLAYS, LAST_PLAYS } from './flow-plays.ts';
import { OFFICE_PLAYS } from './office-plays.ts';
import { MONEY_PLAYS } from './money-plays.ts';
import { RETURN_PLAYS } from './return-plays.ts';
import { LINKED_SETTLED_PLAYS, SETTLED_PLAYS } from './settled-plays.ts';
import type { Play } from './stage.ts';
import { STATION_PLAYS } from './station-plays.ts';

/** Of orders that go through credit company and carrier, and what is done about such orders. */
export const LINKED_PLAYS: Readonly<Record<string, Play>> = {
  ...LINKED_SETTLED_PLAYS,
  ...FLOW_PLAYS,
  ...MONEY_PLAYS,
  ...RETURN_PLAYS,
  ...LAST_PLAYS,
};

/** What a shorter run may leave out: each is much like another one, or needs a party to be started anew. */
export const LONG_PLAYS: readonly string[] = [
  'a parcel and electronic goods in one order',
  'variant b at the credit company',
  'variant c at the credit company',
  'a first run that breaks off',
  ...Object.keys(RETURN_PLAYS),
  ...Object.keys(LAST_PLAYS),
];

/** By what a reader of the report calls it. */
export const PLAYS: Readonly<Record<string, Play>> = {
  ...PARCEL_PLAYS,
  ...STATION_PLAYS,
  ...BENCH_PLAYS,
  ...EXCEPTION_PLAYS,
  ...SETTLED_PLAYS,
  ...OFFICE_PLAYS,
  'mistakes of clerks': clerksMistake,
  'somebody new at every desk': playStaff,
  'breakdowns inside the program': playBreakdowns,
  ...LINKED_PLAYS,
};

/** Orders that the plays take from the catalogue; no play takes more than three. */
export const MOST_ORDERS = 3 * Object.keys(PLAYS).length;
