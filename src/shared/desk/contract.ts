/**
 * The staff contract: what screens may ask of their party, typed once for both transports (Electron IPC and the
 * loopback WebSocket). One file per feature; this one adds them up. No command returns a private key, and only a
 * station's scan returns an address.
 */
import type { z } from 'zod';
import type { Failure } from '../result.ts';
import { agencyCommands } from './agency.ts';
import { billingCommands } from './billing.ts';
import { carrierCommands } from './carrier.ts';
import { carrierMoneyCommands } from './carrier-money.ts';
import type { Command } from './command.ts';
import { creditCommands } from './credit.ts';
import { forwardingCommands } from './forwarding.ts';
import { giftCommands } from './gifts.ts';
import { inquiryCommands } from './inquiries.ts';
import { mallCommands } from './mall.ts';
import { mallGoodsCommands } from './mall-goods.ts';
import { mallMoneyCommands } from './mall-money.ts';
import { mallRefundCommands } from './mall-refunds.ts';
import { sealedOrderCommands } from './sealed-orders.ts';
import { officeCommands } from './office.ts';

export const COMMANDS = {
  ...officeCommands,
  ...mallCommands,
  ...mallGoodsCommands,
  ...mallMoneyCommands,
  ...mallRefundCommands,
  ...carrierCommands,
  ...carrierMoneyCommands,
  ...creditCommands,
  ...forwardingCommands,
  ...billingCommands,
  ...inquiryCommands,
  ...sealedOrderCommands,
  ...agencyCommands,
  ...giftCommands,
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
  'post',
  'customers',
  'settlements',
  'goods',
  'forwarding',
  'billing',
  'refunds',
  'inquiries',
  'agency',
  'gifts',
] as const;
export type Topic = (typeof TOPICS)[number];

export interface DeskRequest {
  readonly id: number;
  readonly command: string;
  readonly input: unknown;
}
export type DeskReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: Failure };
export interface DeskEvent {
  readonly changed: Topic;
}
export type DeskMessage = DeskReply | DeskEvent;
