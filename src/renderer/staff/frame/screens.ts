/** Every screen by its name in the rail. */
import type { ComponentType } from 'react';
import { Cash } from '../lists/cash.tsx';
import { Catalogue } from '../lists/catalogue.tsx';
import { Parcels } from '../lists/parcels.tsx';
import { Partners } from '../lists/partners.tsx';
import { Payments } from '../lists/payments.tsx';
import { Post } from '../lists/post.tsx';
import { Purchases } from '../lists/purchases.tsx';
import { Remittances } from '../lists/remittances.tsx';
import { Trail } from '../lists/trail.tsx';
import type { Screen } from '../route.ts';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { ScanStation } from '../stations/carrier/scan-station.tsx';
import { PackingStation } from '../stations/mall/packing-station.tsx';

export const SCREENS: Readonly<Record<Screen, ComponentType>> = {
  packing: PackingStation,
  scan: ScanStation,
  purchases: Purchases,
  catalogue: Catalogue,
  payments: Payments,
  remittances: Remittances,
  parcels: Parcels,
  cash: Cash,
  partners: Partners,
  post: Post,
  trail: Trail,
  settings: SettingsScreen,
};
