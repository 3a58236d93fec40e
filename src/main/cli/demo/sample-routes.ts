import type { Input } from '#shared/desk/contract.ts';
import type { DeskClient } from './desk-client.ts';
import { readSample } from './read-sample.ts';

const WEEKDAY = { opens: '08:00', closes: '20:00' };
const HOURS = [WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, { opens: '09:00', closes: '17:00' }, null];
const DEPOTS: readonly Input<'depots.save'>[] = [
  { code: 'SPK', name: '札幌営業所', address: '札幌市白石区見本町1-1', hours: HOURS },
  { code: 'TKO', name: '東京営業所', address: '東京都江東区見本2-2-2', hours: HOURS },
  { code: 'YOK', name: '横浜営業所', address: '横浜市中区見本町3-3', hours: HOURS },
  { code: 'OSK', name: '大阪営業所', address: '大阪市此花区見本4-4-4', hours: HOURS },
  { code: 'INT', name: '国際営業所', address: '成田市見本5', hours: [], counter: 'none' },
];

/** The carrier's depots, and which of them delivers where. */
export async function bringSampleRoutes(carrier: DeskClient): Promise<void> {
  for (const depot of DEPOTS) await carrier.ask('depots.save', depot);
  const { refused } = await carrier.ask('routes.import', { csv: await readSample('routes.csv') });
  if (refused.length > 0) throw new Error('the sample routes can’t stand');
}
