import { beforeEach, describe, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { officeDesk } from '#main/roles/office/office.ts';
import { partnersDesk } from '#main/roles/office/partners-desk.ts';
import { aClock } from '../../builders/a-clock.ts';
import { aCarrier, aMall, type TestCarrier, type TestMall, type TestParty } from '../../builders/a-party.ts';

let mall: TestMall;
let carrier: TestCarrier;
beforeEach(async () => {
  const clock = aClock();
  mall = await aMall({ clock });
  carrier = await aCarrier({ clock });
});

const mori = { who: 'mori' };
function deskOf({ post, card }: TestParty): ReturnType<typeof officeDesk> {
  return officeDesk(post, card);
}

describe('the desk of every office', () => {
  test('registers a partner by its card, blanks around it or not, and approves the number that was compared', async () => {
    const desk = deskOf(mall);
    const { card } = expectOk(await deskOf(carrier)['office.card'](mori, {}));
    const added = expectOk(await desk['partners.add'](mori, { card: `\n ${card} \n` }));
    expect(added).toMatchObject({ id: carrier.id, role: 'carrier', state: 'pending', variant: 'a', waiting: 0 });
    const { safetyNumber } = added;
    const offline = partnersDesk(mall.post, () => expect.unreachable());
    const { code } = expectOk(await offline['partners.look'](mori, { id: carrier.id }));
    expect(code).toHaveLength(code[0]!.length);
    expectOk(await desk['partners.approve'](mori, { id: carrier.id, safetyNumber }));
    expectOk(await desk['partners.choose-variant'](mori, { id: carrier.id, variant: 'b' }));
    expect(await desk['partners.list'](mori, {})).toMatchObject({
      value: [{ id: carrier.id, state: 'approved', variant: 'b', changed: false }],
    });
    expectOk(await desk['partners.suspend'](mori, { id: carrier.id, reason: '停止' }));
    expect(await desk['partners.list'](mori, {})).toMatchObject({ value: [{ state: 'suspended' }] });
  });

  test('refuses what is no card', async () => {
    expect(await deskOf(mall)['partners.add'](mori, { card: 'x' })).toEqual(fail('card-invalid', 'form'));
  });

  test('shows what waits in the post, retries it, and the trail of all of this', async () => {
    const desk = deskOf(mall);
    expect(await desk['post.waiting'](mori, { limit: 100 })).toEqual({ ok: true, value: { rows: [], total: 0 } });
    expectOk(await desk['post.retry'](mori, { partner: carrier.id }));
    const trail = expectOk(await desk['trail.list'](mori, { limit: 10 }));
    expect(trail.rows).toMatchObject([{ who: 'mori', action: 'post.retried', subject: carrier.id }]);
  });

  test('returns no private key, whatever it is asked', async () => {
    const desk = deskOf(mall);
    const answers = [await desk['office.card'](mori, {}), await desk['partners.list'](mori, {})];
    const { key } = mall.vault.tlsContext('partner')!;
    expect(JSON.stringify(answers)).not.toMatch(/PRIVATE KEY|"d":/);
    expect(JSON.stringify(answers)).not.toContain(key.slice(40, 80));
  });
});
