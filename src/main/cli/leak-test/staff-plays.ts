/** Somebody new at each desk: a first password, a wrong one, an own one, a lost one. None is to be found anywhere. */
import { rolesOf } from './recorders.ts';
import type { Stage } from './stage.ts';

export async function playStaff({ group, book }: Stage): Promise<void> {
  for (const role of rolesOf(group)) {
    const { desk } = group.parties[role]!;
    const [first, wrong, own, lost, typed] = Array.from({ length: 5 }, () => book.latin('staff')) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const standing = { rank: 'clerk' as const, more: [], less: [] };
    const { id } = await desk.ask('accounts.add', { name: '高橋', secret: first, ...standing });
    const [player] = (await desk.ask('office.sign', {})).players!;
    await desk.ask('office.enter', { clerk: '高橋', secret: first });
    await desk.call('office.enter', { clerk: '高橋', secret: wrong });
    // As happens: the password where the name belongs.
    await desk.call('office.enter', { clerk: typed, secret: wrong });
    await desk.ask('accounts.change-own', { secret: first, fresh: own });
    await desk.ask('office.enter', { clerk: '高橋', secret: own });
    await desk.ask('office.enter', { clerk: player!.name, secret: player!.secret });
    await desk.ask('accounts.reset', { id, secret: lost, reason: 'forgotten' });
    await desk.ask('accounts.list', {});
    await desk.ask('trail.list', { limit: 50 });
  }
}
