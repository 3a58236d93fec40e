/** Every screen by its name in the rail. */
import type { ComponentType } from 'react';
import { Cash } from '../lists/cash.tsx';
import { Catalogue } from '../lists/catalogue.tsx';
import { Overview } from '../overview/overview-screen.tsx';
import { Parcels } from '../lists/parcels.tsx';
import { Keys } from '../lists/keys.tsx';
import { Partners } from '../lists/partners.tsx';
import { Payments } from '../lists/payments.tsx';
import { Post } from '../lists/post.tsx';
import { Printing } from '../lists/printing.tsx';
import { Purchases } from '../lists/purchases.tsx';
import { Remittances } from '../lists/remittances.tsx';
import { Trail } from '../lists/trail.tsx';
import { AgencyRequests } from '../lists/agency-requests.tsx';
import { Billing } from '../lists/billing.tsx';
import { CarriedReturns } from '../lists/carried-returns.tsx';
import { CashRefunds } from '../lists/cash-refunds.tsx';
import { Claims } from '../lists/claims.tsx';
import { Customers } from '../lists/customers.tsx';
import { Exceptions } from '../lists/exceptions.tsx';
import { Disputes } from '../lists/disputes.tsx';
import { Fees } from '../lists/fees.tsx';
import { Formats } from '../lists/formats.tsx';
import { Gifts } from '../lists/gifts.tsx';
import { Inquiries } from '../lists/inquiries.tsx';
import { Invoices } from '../lists/invoices.tsx';
import { Mails } from '../lists/mails.tsx';
import { PayRuns } from '../lists/pay-runs.tsx';
import { Payouts } from '../lists/payouts.tsx';
import { Received } from '../lists/received.tsx';
import { Refunds } from '../lists/refunds.tsx';
import { Routes } from '../lists/routes.tsx';
import { Tours } from '../lists/tours.tsx';
import { Settlements } from '../lists/settlements.tsx';
import { Statements } from '../lists/statements.tsx';
import { StaffAccounts } from '../lists/staff-accounts.tsx';
import { Stations } from '../lists/stations.tsx';
import { Wallets } from '../lists/wallets.tsx';
import { ForwardingStation } from '../stations/credit/forwarding-station.tsx';
import { GoodsStation } from '../stations/mall/goods-station.tsx';
import type { Screen } from '../route.ts';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { DrawerStation } from '../stations/carrier/drawer-station.tsx';
import { ScanStation } from '../stations/carrier/scan-station.tsx';
import { ReturnsStation } from '../stations/mall/returns-station.tsx';
import { HandoverStation } from '../stations/mall/handover-station.tsx';
import { PickupStation } from '../stations/carrier/pickup-station.tsx';
import { PackingStation } from '../stations/mall/packing-station.tsx';

export const SCREENS: Readonly<Record<Screen, ComponentType>> = {
  packing: PackingStation,
  scan: ScanStation,
  drawer: DrawerStation,
  handover: HandoverStation,
  returns: ReturnsStation,
  pickup: PickupStation,
  exceptions: Exceptions,
  overview: Overview,
  routes: Routes,
  disputes: Disputes,
  fees: Fees,
  formats: Formats,
  tours: Tours,
  purchases: Purchases,
  printing: Printing,
  catalogue: Catalogue,
  payments: Payments,
  remittances: Remittances,
  parcels: Parcels,
  cash: Cash,
  goods: GoodsStation,
  refunds: Refunds,
  payouts: Payouts,
  invoices: Invoices,
  cashRefunds: CashRefunds,
  carriedReturns: CarriedReturns,
  billing: Billing,
  forwarding: ForwardingStation,
  customers: Customers,
  settlements: Settlements,
  claims: Claims,
  statements: Statements,
  received: Received,
  payruns: PayRuns,
  mails: Mails,
  inquiries: Inquiries,
  agencyRequests: AgencyRequests,
  wallets: Wallets,
  gifts: Gifts,
  partners: Partners,
  keys: Keys,
  stations: Stations,
  staff: StaffAccounts,
  post: Post,
  trail: Trail,
  settings: SettingsScreen,
};
