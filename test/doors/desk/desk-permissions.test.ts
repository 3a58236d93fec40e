/** Every command of the contract, sent by accounts that may and accounts that may not. */
import { describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { type CommandName, COMMANDS, type DeskMessage } from '#shared/desk/contract.ts';
import type { PartyOffice } from '#shared/desk/office.ts';
import { OF_STATION, PERMISSION_OF, UNSEATED } from '#shared/desk/permissions.ts';
import { type Permission, PERMISSIONS } from '#shared/domain/permission.ts';
import { ok } from '#shared/result.ts';
import { type DeskTable, openDeskCalls } from '#main/doors/desk/desk-calls.ts';
import { everySeat } from '../../builders/a-seat.ts';

const OFFICE = { id: 'minato.example', role: 'mall', name: 'みなと百貨', place: '', demo: false } as PartyOffice;
const names = (Object.keys(COMMANDS) as CommandName[]).filter(
  (name) => !(UNSEATED as readonly string[]).includes(name),
);

/** What each step of a scan asks for stands in the carrier's contract. */
const INPUTS: Partial<Record<CommandName, object>> = {
  'cards.block': { blocked: false },
  'station.scan': { step: 'look' },
  'station.scan-file': { step: 'look' },
};

type Sent = 'done' | { readonly code: string; readonly about?: string };

/** A desk on which the command stands and any input is good: what is asked for here is who may send it. */
async function send(
  name: CommandName,
  permissions: readonly Permission[] | undefined,
  input: object = INPUTS[name] ?? {},
  secretDue = false,
): Promise<Sent> {
  const parse = vi
    .spyOn(COMMANDS[name].input as z.ZodType, 'safeParse')
    .mockReturnValue({ success: true, data: input } as never);
  let asked = false;
  const table = { [name]: async () => ((asked = true), ok()) } as DeskTable;
  const said: DeskMessage[] = [];
  const calls = openDeskCalls(
    table,
    { ...everySeat(OFFICE, permissions), still: async (seat) => ({ ...seat, secretDue }) },
    (message) => said.push(message),
    (error) => {
      throw error;
    },
  );
  if (permissions) await calls.receive({ id: 1, command: 'office.enter', input: { clerk: 'sato' } });
  await calls.receive({ id: 2, command: name, input });
  parse.mockRestore();
  const answer = said.at(-1) as { ok: true } | { ok: false; error: { code: string; about?: string } };
  expect(asked).toBe(answer.ok);
  return answer.ok ? 'done' : answer.error;
}

describe.each(names)('%s', (name) => {
  const rule = PERMISSION_OF[name] as Permission | 'anyone' | ((input: object) => Permission);
  const needed = typeof rule === 'function' ? rule(INPUTS[name]!) : rule;
  const others = PERMISSIONS.filter((permission) => permission !== needed);

  test(needed === 'anyone' ? 'needs a seat and no permission' : `is refused without ${needed}`, async () => {
    if (needed === 'anyone') return expect(await send(name, [])).toBe('done');
    expect(await send(name, others)).toEqual({ code: 'not-permitted', about: needed });
    expect(await send(name, [needed])).toBe('done');
  });
  test('is not done for whoever has not signed in', async () => {
    expect(await send(name, undefined)).toEqual({ code: 'not-signed-in' });
  });
});

test('without signing in one sees the sign at the door, and makes the first account', () => {
  expect(UNSEATED).toEqual(['office.sign', 'office.enter', 'office.leave', 'accounts.first']);
});

test('with a secret that somebody else chose one leaves, or chooses an own one, and nothing else', async () => {
  for (const name of names) {
    const sent = await send(name, PERMISSIONS, undefined, true);
    expect([name, sent]).toEqual([name, name === 'accounts.change-own' ? 'done' : { code: 'secret-due' }]);
  }
});

test('whoever may open a customer’s file stops a card, and does not unblock it', async () => {
  expect(await send('cards.block', ['read-personal'], { blocked: true })).toBe('done');
  expect(await send('cards.block', ['read-personal'], { blocked: false })).toMatchObject({ code: 'not-permitted' });
});

test('a sorter moves parcels without opening an address', async () => {
  for (const step of ['accept', 'arrive', 'load', 'return'] as const) {
    expect(await send('station.scan', ['work'], { step })).toBe('done');
  }
  for (const step of ['look', 'deliver', 'attempt'] as const) {
    expect(await send('station.scan', ['work'], { step })).toEqual({ code: 'not-permitted', about: 'open' });
  }
});

test('at a station the copy and the sign alone are given without anybody', () => {
  expect(OF_STATION).toEqual(['office.sign', 'station.copy']);
});
