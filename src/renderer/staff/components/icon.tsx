/** Line icons of the rail and the bar, 16 px, one stroke. */
import type { ReactNode } from 'react';

const PATHS = {
  packing: 'M2 5.5 8 2.5l6 3v6l-6 3-6-3zM2 5.5l6 3 6-3M8 8.5v6',
  handover:
    'M1.5 4h8v7h-8zM9.5 6.5h3l2 2.5v2h-5M4 11a1.4 1.4 0 1 0 .1 0M12 11a1.4 1.4 0 1 0 .1 0M3.5 7.3 5 8.8l2.5-2.5',
  returns: 'M2 7.5h9v6H2zM5.5 7.5v2.5h2V7.5M13.5 13V6a3 3 0 0 0-3-3H5M7 1 5 3l2 2',
  pickup: 'M2.5 8v5.5h11V8M8 2v7.5M5 6.7 8 9.7l3-3',
  scan: 'M2 5V2.5h2.5M11.5 2.5H14V5M14 11v2.5h-2.5M4.5 13.5H2V11M5 5.5v5M7.5 5.5v5M9 5.5v5M11 5.5v5',
  exceptions: 'M8 2 15 14H1zM8 6.5v3.5M8 12h.1',
  drawer: 'M1.5 9h13v4.5h-13zM3 9l1.5-6h7L13 9M6 11.2h4',
  routes:
    'M3.5 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3M12.5 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3M5 12h5.5a2 2 0 0 0 0-4h-5a2 2 0 0 1 0-4H11',
  tours: 'M2 13.5h3v-3H2zM11 5.5h3v-3h-3zM3.5 10.5V6a2 2 0 0 1 4 0v4a2 2 0 0 0 4 0V5.5',
  overview: 'M2 2.5h5v5H2zM9 2.5h5v3H9zM9 7.5h5v6H9zM2 9.5h5v4H2z',
  purchases: 'M3.5 2h9v12l-2.2-1.2L8 14l-2.3-1.2L3.5 14zM6 5.5h4M6 8.5h4',
  catalogue:
    'M2.5 3.5h4a1.5 1.5 0 0 1 1.5 1.5v8.5a1.5 1.5 0 0 0-1.5-1.5h-4zM13.5 3.5h-4A1.5 1.5 0 0 0 8 5v8.5a1.5 1.5 0 0 1 1.5-1.5h4z',
  payments: 'M2 4h12v8.5H2zM2 7h12M4.5 10h2.5',
  remittances: 'M2.5 5.5h9.5L9.5 3M13.5 10.5H4L6.5 13',
  parcels: 'M2.5 6h11v7.5h-11zM2.5 6l1.5-3.5h8L13.5 6M6.5 6v3h3V6',
  cash: 'M1.5 4.5h13v7h-13zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6M4 8h.1M12 8h.1',
  partners:
    'M5.5 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 13.5c0-2.5 1.7-4 4-4s4 1.5 4 4M10.5 7.5a2.3 2.3 0 0 0 0-4.5M11.5 9.7c1.9.4 3 1.8 3 3.8',
  keys: 'M5 6.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M7.2 7.4 13.5 2.5M10.5 4.8l2 2.4M5 9.5h.1',
  post: 'M1.5 3.5h13v9h-13zM1.5 4.5 8 9l6.5-4.5',
  trail: 'M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  stations: 'M2 3h12v7.5H2zM5.5 13.5h5M8 10.5v3M5 6.5h2M9 6.5h2',
  staff:
    'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 13.5c0-2.5 2-4 4.5-4 1 0 2 .2 2.8.7M11.5 9.5a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2M11.5 8v1.5M11.5 12.7v1.5M9 9.6l1.1.9M12.9 11.8l1.1.9M14 9.6l-1.1.9M10.1 11.8 9 12.7',
  settings: 'M2 4.5h6M12 4.5h2M10 2.5v4M2 11.5h2M8 11.5h6M6 9.5v4',
  printing: 'M4.5 6V2h7v4M4.5 11.5H2V6h12v5.5h-2.5M4.5 9.5h7V14h-7z',
  goods: 'M8 2v7M5 6.5 8 9.5l3-3M2.5 10v3.5h11V10',
  refunds: 'M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6',
  payouts: 'M2 3.5h12v9H2zM8 5.5v5M6 8.5l2 2 2-2',
  invoices: 'M4 1.5h8v13l-2-1-2 1-2-1-2 1zM6 5h4M6 7.5h4M6 10h2',
  carriedReturns: 'M2.5 6h11v7.5h-11zM2.5 6l1.5-3.5h8L13.5 6M11 10.5H5.5M7.5 8.5l-2 2 2 2',
  cashRefunds: 'M1.5 6h13v6.5h-13zM8 7.7a1.6 1.6 0 1 0 0 3.1 1.6 1.6 0 0 0 0-3.1M5 3.5 3 1.5M3 5.5l2-2h6',
  billing: 'M4 1.5h8v13l-2-1-2 1-2-1-2 1zM6 5h4M6 7.5h4',
  forwarding: 'M1.5 4h8v8h-8zM1.5 5l4 3 4-3M10.5 8h4M12.5 6l2 2-2 2',
  customers: 'M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8M2.5 14c.4-2.8 2.6-4.5 5.5-4.5s5.1 1.7 5.5 4.5',
  settlements: 'M2 4h12v8.5H2zM2 6.5h12M9.5 10l1 1 2-2',
  claims: 'M3 2.5h10v11H3zM5.5 6h5M5.5 8.5h5M8 11h2.5',
  statements: 'M3.5 1.5h9v13h-9zM5.5 4.5h5M5.5 7h5M5.5 9.5h2M9 11.5h1.5',
  received: 'M2 5.5h12v8H2zM8 1.5v7M5.8 6.3 8 8.5l2.2-2.2',
  payruns: 'M2 5.5h12v8H2zM8 8.5v-7M5.8 3.7 8 1.5l2.2 2.2',
  mails: 'M1.5 3.5h13v9h-13zM1.5 4.5 8 9l6.5-4.5M10 11h3',
  disputes: 'M8 1.5v13M3 4.5h10M3 4.5 1 9.5h4zM13 4.5l-2 5h4zM5.5 14.5h5',
  fees: 'M2.5 2.5h6l5 5-6 6-5-5zM5.5 5.5h.1M7.5 8.5l2-2M9 10l2-2',
  formats: 'M2 3v10M4.5 3v7M6.5 3v7M9 3v7M11 3v7M14 3v10M4.5 13h1M8 13h1M11 13h.1',
  inquiries: 'M3 2.5h10v11H3zM5.5 6l1.2 1.2L9 5M5.5 10.5h5',
  agencyRequests: 'M8 2 3 4v4c0 3 2 5 5 6 3-1 5-3 5-6V4zM5.8 8l1.6 1.6L10.4 6.5',
  wallets: 'M2 4.5h10.5V12H2zM12.5 6.5h1.5v3.5h-3.5a1.7 1.7 0 0 1 0-3.5zM2 4.5l8-2.5v2.5',
  gifts:
    'M2.5 6.5h11v7h-11zM2 4.5h12v2H2zM8 4.5v9M8 4.5C6 4.5 5 2 6.3 1.8 7.5 1.6 8 3.5 8 4.5c0-1 .5-2.9 1.7-2.7C11 2 10 4.5 8 4.5',
  find: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3 14 14',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7',
  screen: 'M2 3h12v8H2zM6 14h4M8 11v3',
  soundOn: 'M2 6h2.5L8 3v10L4.5 10H2zM10.5 6a3 3 0 0 1 0 4M12.5 4a6 6 0 0 1 0 8',
  soundOff: 'M2 6h2.5L8 3v10L4.5 10H2zM10.5 6l4 4M14.5 6l-4 4',
  file: 'M4 1.5h5l3.5 3.5v9.5H4zM9 1.5V5h3.5',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
