import { expect, test } from 'vitest';
import type { DeskRequest } from '#shared/desk/contract.ts';
import { createDeskClient, type LineEnd } from '#renderer/staff/desk-client.ts';
import { createOfficeStore } from '#renderer/staff/stores/office-store.ts';

function aLine() {
  const sent: DeskRequest[] = [];
  let end: LineEnd | undefined;
  const client = createDeskClient((given) => {
    end = given;
    return { send: (request) => sent.push(request) };
  }, 200);
  return { client, sent, end: end! };
}

test('replies find their calls, whatever their order', async () => {
  const { client, sent, end } = aLine();
  end.turn('open');
  const first = client.call('depots.list', {});
  const second = client.call('mall-depots.list', {});
  end.receive({ id: sent[1]!.id, ok: true, value: 'second' });
  end.receive({ id: sent[0]!.id, ok: false, error: { code: 'internal' } });
  expect(await first).toEqual({ ok: false, error: { code: 'internal' } });
  expect(await second).toEqual({ ok: true, value: 'second' });
});

test('a call without a line is not sent, and not sent later either', async () => {
  const { client, sent, end } = aLine();
  expect(await client.call('depots.list', {})).toMatchObject({
    ok: false,
    error: { code: 'unavailable', about: 'not-sent' },
  });
  end.turn('open');
  expect(sent).toEqual([]);
});

test('a line that breaks answers every waiting call', async () => {
  const { client, end } = aLine();
  end.turn('open');
  const call = client.call('depots.list', {});
  end.turn('down');
  expect(await call).toEqual({ ok: false, error: { code: 'unavailable' } });
});

test('a reply that never comes is not waited for without end', async () => {
  const { client, end } = aLine();
  end.turn('open');
  expect(await client.call('depots.list', {})).toMatchObject({ ok: false, error: { code: 'unavailable' } });
});

test('a change is told to those who asked for its topic', () => {
  const { client, end } = aLine();
  const heard: string[] = [];
  const stop = client.onChanged('packing', () => heard.push('packing'));
  client.onChanged('money', () => heard.push('money'));
  end.receive({ changed: 'packing' });
  stop();
  end.receive({ changed: 'packing' });
  expect(heard).toEqual(['packing']);
});

test('the clerk is named after every reconnection, by the ticket once there is one', async () => {
  const { client, sent, end } = aLine();
  const store = createOfficeStore(client, '3');
  const entered = () => sent.filter(({ command }) => command === 'office.enter');
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  end.turn('open');
  end.turn('down');
  end.turn('open');
  expect(entered().map(({ input }) => input)).toEqual([{ clerk: '3' }, { clerk: '3' }]);
  end.receive({ id: entered()[1]!.id, ok: true, value: { id: 'aozora.example', who: '3', ticket: 'abc' } });
  await settled();
  expect(store.getState()).toMatchObject({ line: 'open', entries: 1, locked: false });
  end.turn('down');
  end.turn('open');
  expect(entered().at(-1)?.input).toEqual({ clerk: '3', ticket: 'abc' });
  end.receive({ id: entered().at(-1)!.id, ok: false, error: { code: 'secret-needed' } });
  await settled();
  expect(store.getState()).toMatchObject({ locked: true, office: { who: '3' } });
});

test('whose account was closed is out at the next call, and what was shown is forgotten', async () => {
  const { client, sent, end } = aLine();
  const forgotten: string[] = [];
  const store = createOfficeStore(client, '3', () => forgotten.push('all'));
  end.turn('open');
  end.receive({ id: sent.at(-1)!.id, ok: true, value: { id: 'aozora.example', who: '3', ticket: 'abc' } });
  await new Promise((resolve) => setTimeout(resolve));
  void client.call('parcels.history', { number: '1' });
  end.receive({ id: sent.at(-1)!.id, ok: false, error: { code: 'not-signed-in' } });
  await new Promise((resolve) => setTimeout(resolve));
  expect(store.getState().locked).toBe(true);
  expect(forgotten).toEqual(['all']);
});
