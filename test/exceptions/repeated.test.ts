import { beforeAll, expect, test } from 'vitest';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { expectOk } from '#shared/result.ts';
import { fileException } from '#main/exceptions/index.ts';
import { exceptionsDesk } from '#main/roles/office/exceptions-desk.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { aGroup, type TestGroup } from '../builders/a-group.ts';

let group: TestGroup;
beforeAll(async () => {
  group = await aGroup();
});

const gate: DeskCaller = { who: 'kato', station: { id: 'g', name: 'Gate 2', kind: 'gate', depot: 'YOK' } };
/** A main code that was cut off: nothing says which number it was. */
const BROKEN = `31${'4'.repeat(60)}`;

async function scanBroken(by: DeskCaller = gate): Promise<void> {
  await scanParcel(group.carrier.carrier, by, { scan: BROKEN, step: 'arrive' });
}
const rows = () =>
  group.carrier.carrier.storage.read.selectFrom('exception').select(['who', 'code', 'times', 'number']).execute();

test('a code without a number that is tried again and again is one exception; another one later is another', async () => {
  for (let times = 0; times < 30; times++) await scanBroken();
  const [first, ...others] = await rows();
  expect(first).toMatchObject({ times: 30, number: null });
  expect(others).toEqual([]);
  await scanBroken({ who: 'abe' });
  expect(await rows()).toHaveLength(2);
  group.clock.advance({ minutes: 10 });
  await scanBroken();
  expect(await rows()).toHaveLength(3);
});

test('screens hear of a refused scan and of a decision at once', async () => {
  const { carrier } = group.carrier;
  const desk = exceptionsDesk(carrier.post);
  const heard: string[] = [];
  const hearing = async (work: () => Promise<unknown>): Promise<string[]> => {
    // What was announced before is told with this commit.
    await carrier.storage.write(async () => undefined);
    heard.length = 0;
    await work();
    return [...heard];
  };
  const deaf = carrier.changes.listen((topic) => heard.push(topic));
  expect(await hearing(() => scanBroken({ who: 'ito' }))).toContain('exceptions');
  const filing = { place: 'scan', code: 'scan-unreadable' } as const;
  let id = '';
  const file = async (): Promise<void> => void ({ id } = expectOk(await desk['exceptions.file'](gate, filing)));
  expect(await hearing(file)).toContain('exceptions');
  const decide = async () => expectOk(await desk['exceptions.decide']({ who: 'abe' }, { id, decision: 'no-fault' }));
  expect(await hearing(decide)).toContain('exceptions');
  deaf();
});

test('pictures that nobody looks at are kept up to a number; what happened beyond is still listed', async () => {
  const { carrier } = group.carrier;
  const picture = (at: number) => ({
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    type: 'image/png' as const,
    sealed: new Uint8Array(4),
  });
  await carrier.storage.write(async (db) => {
    for (let at = 0; at < 305; at++) {
      group.clock.advance({ minutes: 2 });
      const incident = { at: group.clock(), caller: gate, place: 'scan', code: 'scan-unreadable' } as const;
      await fileException(db, { ...incident, picture: picture(at) });
    }
  });
  const kept = await carrier.storage.read
    .selectFrom('exception')
    .select(['picture_type', 'code'])
    .where('code', '=', 'scan-unreadable')
    .execute();
  expect(kept.filter(({ picture_type }) => picture_type !== null)).toHaveLength(300);
  expect(kept.length).toBeGreaterThanOrEqual(305);
});
