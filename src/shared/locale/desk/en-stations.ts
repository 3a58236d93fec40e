/** Stations of the office, in English. */
import type { StationKind } from '../../desk/stations.ts';

export const enStations = {
  pair: 'Pair a station',
  name: 'Name',
  nameHint: 'As people call the place, e.g. “Gate 2”. It stands in the trail.',
  kind: 'Kind',
  kinds: {
    bench: 'Packing bench',
    gate: 'Depot gate',
    van: 'Van',
    forwarding: 'Forwarding desk',
  } satisfies Record<StationKind, string>,
  depot: 'Depot',
  noDepot: 'None',
  depotHint: 'A parcel of another depot is then noticed at once.',
  state: 'State',
  connected: 'Connected',
  away: 'Not connected',
  revoked: 'Revoked',
  pairedAt: 'Paired',
  seenAt: 'Last seen',
  now: 'now',
  never: 'never',
  address: 'Address',

  emptyTitle: 'No station is paired',
  emptyExplain:
    'A station is another computer: at a bench, a gate or in a van. It shows only the screens of its place and works through this service. Start Tokumei there as a station, then pair it here with a code.',
  offTitle: 'Other computers can’t connect yet',
  offExplain: (file: string) =>
    `This service has no door for stations. Whoever looks after it adds these lines to ${file} in the data folder and starts the service again:`,
  offHosts: (field: string) => `“${field}” are the names or addresses under which stations find this computer.`,

  pairTitle: 'Pair a station',
  pairExplain: 'You get a code that is good once, for ten minutes.',
  giveCode: 'Show the code',
  codeTitle: (name: string) => `Code for ${name}`,
  codeExplain: 'At the station: type the address, then scan or type this code.',
  code: 'Pairing code',
  bars: 'Code as bars',
  qr: 'Code as QR',
  left: (time: string) => `Good for another ${time}`,
  endedTitle: 'The code has ended',
  endedDo: 'Ten minutes are over, or it was typed wrong too often. Show a new one.',
  again: 'Show a new code',
  paired: (name: string) => `${name} is paired`,
  pairedDo: 'It connects by itself from now on.',

  revoke: 'Revoke',
  revokeTitle: (name: string) => `Revoke ${name}?`,
  revokeExplain:
    'Its connection ends at once, and nothing that it asks is answered. To use the computer again, pair it anew.',
  revokeCutOff:
    'When it next reaches this service, it destroys its keys, its list of parcels and its queue: scans that still wait there are lost. Until then it can open labels only for as long as a station may work cut off.',
  revokedNow: (name: string) => `${name} is revoked`,
  fileTitle: (name: string) => `Station ${name}`,
  open: 'A row opens to its facts, and to revoking it.',
};
