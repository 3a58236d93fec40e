/** Takes evidence while a group plays: what desks and pages answer, and how the processes look from outside. */
import { appendFileSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { expectOk } from '#shared/result.ts';
import type { CustomerBrowser, CustomerPage } from '../demo/customer.ts';
import type { DeskClient } from '../demo/desk-client.ts';
import type { DemoStation } from '../demo/demo-station.ts';
import type { DemoGroup, DemoRole } from '../demo/group.ts';
import { until } from '../demo/order-stopped.ts';
import { type EvidencePlace, evidenceFile } from './places.ts';
import { PARTY_PLACES, type PartyName, type StationName } from './rules.ts';

export function record(group: DemoGroup, party: PartyName, place: EvidencePlace, text: string | Uint8Array): void {
  const file = evidenceFile(group.folder, party, place);
  appendFileSync(file, text);
  appendFileSync(file, '\n');
}

export function rolesOf(group: DemoGroup): DemoRole[] {
  return Object.keys(group.parties) as DemoRole[];
}

/** The same group with every answer of its desks written down, also after a party has been started anew. */
export function recordDesks(group: DemoGroup): DemoGroup {
  const parties = {};
  for (const role of rolesOf(group)) {
    const desk = recordDesk(group, role, () => group.parties[role]!.desk);
    Object.defineProperty(parties, role, { enumerable: true, get: () => ({ ...group.parties[role], desk }) });
  }
  return { ...group, parties: parties as DemoGroup['parties'] };
}

/** The same station with every answer of its desk written down. */
export function recordStation(group: DemoGroup, name: StationName, station: DemoStation): DemoStation {
  return { ...station, desk: recordDesk(group, name, () => station.desk) };
}

/** Commands that open an envelope. */
const OPENING =
  /^(station\.scan|(forwarding\.(scan|read-file)|cash-refunds\.open|gifts\.open|parcels\.proof|tours\.print)$)/;

function placeOfAnswer(command: string): EvidencePlace {
  if (command === 'exceptions.picture') return 'pictures';
  if (command === 'lists.export') return 'exports';
  return OPENING.test(command) ? 'scan' : 'desk';
}

function recordDesk(group: DemoGroup, party: PartyName, desk: () => DeskClient): DeskClient {
  const call: DeskClient['call'] = async (name, input) => {
    const answer = await desk().call(name, input);
    record(group, party, placeOfAnswer(name), JSON.stringify(answer));
    return answer;
  };
  return {
    call,
    ask: async (name, input) => expectOk(await call(name, input)),
    close: () => desk().close(),
  };
}

/** The same browser with every page that it gets written down, and what it carries from one party to another. */
export function recordBrowser(group: DemoGroup, browser: CustomerBrowser): CustomerBrowser {
  const roleOf = (url: URL): DemoRole =>
    rolesOf(group).find((role) => url.hostname === group.parties[role]!.config.id)!;
  const recordPosted = (url: URL, sent: string): void => {
    const role = roleOf(url);
    if (PARTY_PLACES[role].includes('posted')) record(group, role, 'posted', sent);
  };
  const keep = (page: CustomerPage): CustomerPage => {
    const isFormAgain = page.status === 422 && page.url.pathname === '/ship/accept';
    const shownBy = roleOf(page.url);
    record(group, shownBy, isFormAgain ? 'form' : 'pages', page.body);
    for (const role of rolesOf(group)) {
      if (role === shownBy) continue;
      for (const link of linksTo(group.parties[role]!.config.public.url, page.body))
        record(group, role, 'handed', link);
    }
    return page;
  };
  return {
    get: async (url) => keep(await browser.get(url)),
    post: async (url, fields) => {
      const sent = [...fields];
      for (const [name, value] of sent) {
        if (name === 'instruction') record(group, roleOf(new URL(url)), 'handed', value);
        if (name === 'envelope') recordPosted(new URL(url), value);
      }
      return keep(await browser.post(url, sent));
    },
    postBody: async (url, type, body) => {
      const page = keep(await browser.postBody(url, type, body));
      // What was refused is no page's of ours: somebody typed it there.
      if (page.status < 300) recordPosted(page.url, body);
      return page;
    },
    download: (url) => browser.download(url),
    cookies: () => browser.cookies(),
  };
}

/** What stands in a link to another party, it will learn; not what follows `#`. */
function linksTo(origin: string, body: string): string[] {
  return body
    .split(origin)
    .slice(1)
    .map((rest) => origin + /^[^"'\s<>#]*/.exec(rest)![0]);
}

/** Nothing waits in a party's post: what would be sent has been sent. */
export async function untilSent(group: DemoGroup, role: DemoRole): Promise<void> {
  await until('the post is empty', async () => {
    const waiting = (await group.parties[role]!.desk.ask('post.waiting', { limit: 100 })).rows;
    return waiting.length === 0 ? true : undefined;
  });
}

/** What any other program of the same user can see of the services. Only Linux tells. */
export async function recordProcesses(group: DemoGroup): Promise<void> {
  for (const role of rolesOf(group)) await recordProcess(group, role, group.parties[role]!.process.pid);
}

export async function recordProcess(group: DemoGroup, party: PartyName, parent: number): Promise<void> {
  for (const pid of await withChildren(parent)) {
    for (const file of ['cmdline', 'environ']) {
      const bytes = await readFile(`/proc/${pid}/${file}`).catch(() => undefined);
      if (bytes) record(group, party, 'process', bytes);
    }
    const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const each of open) {
      record(group, party, 'process', await readlink(`/proc/${pid}/fd/${each}`).catch(() => ''));
    }
  }
}

async function withChildren(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const children = await Promise.all(
    list
      .split(' ')
      .filter(Boolean)
      .map((child) => withChildren(Number(child))),
  );
  return [pid, ...children.flat()];
}
