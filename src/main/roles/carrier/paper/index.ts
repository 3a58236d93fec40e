/**
 * The papers of a tour with whom it goes to. Only the carrier draws them, after it opened the addresses; they are handed
 * to the driver and kept nowhere. They must never know what a parcel holds.
 */
export { type DeliverySlips, drawDeliverySlips } from './delivery-slips.ts';
export type { PaperStop } from './paper-stop.ts';
export { drawRouteSheet, type RouteSheet } from './route-sheet.ts';
