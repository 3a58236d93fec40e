/**
 * The staff contract: what screens may ask of their party, typed once for both transports (Electron IPC and the
 * loopback WebSocket). One file per feature; this one adds them up. No command returns a private key, only a
 * station's scan returns an address, and only a tour's papers hold some.
 */
import type { z } from 'zod';
import type { Failure } from '../result.ts';
import { accountCommands } from './accounts.ts';
import { agencyCommands } from './agency.ts';
import { billingCommands } from './billing.ts';
import { batchCommands } from './batch.ts';
import { catalogueCommands } from './catalogue.ts';
import { carrierCommands } from './carrier.ts';
import { routeCommands } from './routes.ts';
import { carrierMoneyCommands } from './carrier-money.ts';
import type { Command } from './command.ts';
import { creditCommands } from './credit.ts';
import { disputeCommands } from './disputes.ts';
import { drawerCommands } from './drawer.ts';
import { exceptionCommands } from './exceptions.ts';
import { feeCommands } from './fees.ts';
import { formatCommands } from './formats.ts';
import { firstLabelCommands } from './first-label.ts';
import { forwardingCommands } from './forwarding.ts';
import { giftCommands } from './gifts.ts';
import { handoverCommands } from './handover.ts';
import { inquiryCommands } from './inquiries.ts';
import { listCommands } from './lists.ts';
import { mallCommands } from './mall.ts';
import { mallGoodsCommands } from './mall-goods.ts';
import { mallMoneyCommands } from './mall-money.ts';
import { mallRefundCommands } from './mall-refunds.ts';
import { returnCommands } from './returns.ts';
import { sealedOrderCommands } from './sealed-orders.ts';
import { keyCommands } from './keys.ts';
import { brandingCommands } from './branding.ts';
import { knowledgeCommands } from './knowledge.ts';
import { officeCommands } from './office.ts';
import { overviewCommands } from './overview.ts';
import { packingCommands } from './packing.ts';
import { partnerCommands } from './partners.ts';
import { printingCommands } from './printing.ts';
import { scannerCommands } from './scanner.ts';
import { stationCopyCommands } from './station-copy.ts';
import { stationCommands } from './stations.ts';
import { tourCommands } from './tours.ts';
import { upkeepCommands } from './upkeep.ts';

export const COMMANDS = {
  ...officeCommands,
  ...listCommands,
  ...accountCommands,
  ...knowledgeCommands,
  ...brandingCommands,
  ...partnerCommands,
  ...keyCommands,
  ...mallCommands,
  ...catalogueCommands,
  ...packingCommands,
  ...printingCommands,
  ...batchCommands,
  ...mallGoodsCommands,
  ...mallMoneyCommands,
  ...mallRefundCommands,
  ...returnCommands,
  ...carrierCommands,
  ...routeCommands,
  ...carrierMoneyCommands,
  ...drawerCommands,
  ...feeCommands,
  ...formatCommands,
  ...exceptionCommands,
  ...creditCommands,
  ...disputeCommands,
  ...forwardingCommands,
  ...billingCommands,
  ...inquiryCommands,
  ...sealedOrderCommands,
  ...agencyCommands,
  ...giftCommands,
  ...stationCommands,
  ...stationCopyCommands,
  ...scannerCommands,
  ...firstLabelCommands,
  ...tourCommands,
  ...handoverCommands,
  ...overviewCommands,
  ...upkeepCommands,
};
export type Commands = typeof COMMANDS;
export type CommandName = keyof Commands;
export type Input<N extends CommandName> = z.infer<Commands[N]['input']>;
export type Output<N extends CommandName> = Commands[N] extends Command<z.ZodType, infer O> ? O : never;

/** Something behind a screen changed; the screen asks again. Carries no data, so it can't carry the wrong data. */
export const TOPICS = [
  'packing',
  'catalogue',
  'parcels',
  'money',
  'partners',
  'keys',
  'post',
  'customers',
  'settlements',
  'disputes',
  'goods',
  'forwarding',
  'billing',
  'refunds',
  'inquiries',
  'agency',
  'gifts',
  'stations',
  'printing',
  'handover',
  'exceptions',
  'upkeep',
  'staff',
] as const;
export type Topic = (typeof TOPICS)[number];

export interface DeskRequest {
  readonly id: number;
  readonly command: string;
  readonly input: unknown;
  /** From a station: which call of its it is, and when it was made there. */
  readonly once?: { readonly id: string; readonly at: string };
  /** From a station: the clerk who made it. */
  readonly who?: string;
}
export type DeskReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: Failure };
export interface DeskEvent {
  readonly changed: Topic;
}
export type DeskMessage = DeskReply | DeskEvent;
