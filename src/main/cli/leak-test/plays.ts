/** What is played while evidence is taken. */
import { playBreakdowns } from './breakdowns.ts';
import { clerksMistake } from './mistakes.ts';
import { PARCEL_PLAYS } from './parcel-plays.ts';
import { FLOW_PLAYS, LAST_PLAYS } from './flow-plays.ts';
import { MONEY_PLAYS } from './money-plays.ts';
import { LINKED_SETTLED_PLAYS, SETTLED_PLAYS } from './settled-plays.ts';
import type { Play } from './stage.ts';

/** Of orders that go through credit company and carrier, and what is done about such orders. */
export const LINKED_PLAYS: Readonly<Record<string, Play>> = {
  ...LINKED_SETTLED_PLAYS,
  ...FLOW_PLAYS,
  ...MONEY_PLAYS,
  ...LAST_PLAYS,
};

/** What a shorter run may leave out: each needs a party to be started anew, and is much like another one. */
export const LONG_PLAYS: readonly string[] = Object.keys(LAST_PLAYS);

/** By what a reader of the report calls it. */
export const PLAYS: Readonly<Record<string, Play>> = {
  ...PARCEL_PLAYS,
  ...SETTLED_PLAYS,
  'mistakes of clerks': clerksMistake,
  'breakdowns inside the program': playBreakdowns,
  ...LINKED_PLAYS,
};

/** Orders that the plays take from the catalogue; no play takes more than two. */
export const MOST_ORDERS = 2 * Object.keys(PLAYS).length;
