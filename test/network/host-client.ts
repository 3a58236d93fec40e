/** Moves what runs on a host (`inside.ts`), and runs parties there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CommandName, Input, Output } from '#shared/desk/contract.ts';
import { expectOk, type Result } from '#shared/result.ts';
import type { CustomerBrowser, CustomerPage } from '#main/cli/demo/customer.ts';
import type { DeskClient } from '#main/cli/demo/desk-client.ts';
import type { Hosts } from './hosts.ts';

const INSIDE = fileURLToPath(new URL('inside.ts', import.meta.url));
const SERVICE = fileURLToPath(new URL('../../src/main/service.ts', import.meta.url));
const NODE = [process.execPath, '--disable-warning=ExperimentalWarning'];

export type Asked =
  | { readonly task: 'trust'; readonly rootPem: string }
  | { readonly task: 'get'; readonly url: string }
  | { readonly task: 'post'; readonly url: string; readonly fields: readonly (readonly [string, string])[] }
  | { readonly task: 'open-desk'; readonly link: string }
  | { readonly task: 'close-desk' }
  | { readonly task: 'desk'; readonly name: CommandName; readonly input: unknown }
  | { readonly task: 'knock'; readonly host: string; readonly port: number };

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export interface HostClient {
  /** A customer's browser there. */
  browser(rootPem: string): Promise<Pick<CustomerBrowser, 'get' | 'post'>>;
  /** A screen at the desk of the party there. */
  desk(link: string): Promise<DeskClient>;
  /** `open`, or the code of what came instead. */
  knock(host: string, port: number): Promise<string>;
  stop(): void;
}

export async function openHostClient(hosts: Hosts, host: string): Promise<HostClient> {
  const [program, ...args] = [...hosts.on(host), ...NODE, INSIDE];
  const child = spawn(program!, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`nothing runs on ${host}`)));
  });
  child.on('message', ({ id, value, error }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(Object.assign(new Error(error), { code: error }));
  });
  const ask = <V>(asked: Asked): Promise<V> =>
    new Promise<V>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      child.send({ id, ...asked });
    });
  const page = async (asked: Asked): Promise<CustomerPage> => {
    const { url, ...rest } = await ask<{ url: string; status: number; body: string }>(asked);
    return { ...rest, url: new URL(url) };
  };
  const call = <N extends CommandName>(name: N, input: Input<N>): Promise<Result<Output<N>>> =>
    ask({ task: 'desk', name, input });

  return {
    browser: async (rootPem) => {
      await ask({ task: 'trust', rootPem });
      return {
        get: (url) => page({ task: 'get', url: String(url) }),
        post: (url, fields) => page({ task: 'post', url: String(url), fields: [...fields] }),
      };
    },
    desk: async (link) => {
      await ask({ task: 'open-desk', link });
      return {
        call,
        ask: async (name, input) => expectOk(await call(name, input)),
        close: () => void ask({ task: 'close-desk' }),
      };
    },
    knock: (address, port) => ask({ task: 'knock', host: address, port }),
    stop: () => void child.kill('SIGKILL'),
  };
}

export interface HostedParty {
  readonly deskLink: () => string;
  readonly stop: () => Promise<void>;
  /** As a power cut would. */
  readonly cut: () => Promise<void>;
}

/** A party's service on a host; resolves when it is ready. */
export async function startPartyOn(
  hosts: Hosts,
  host: string,
  folder: string,
  passphrase: string,
): Promise<HostedParty> {
  const [program, ...args] = [...hosts.on(host), ...NODE, SERVICE, '--dir', folder];
  const child = spawn(program!, args, {
    env: { ...process.env, TOKUMEI_PASSPHRASE: passphrase },
    // It ends with the test's process, whatever becomes of that.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let link = '';
  let complaint = '';
  child.stderr!.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.startsWith('desk ')) link = line.slice(5);
      if (line === 'ready') resolve();
    });
    void exited.then(() => reject(new Error(`the party on ${host} ended: ${complaint}`)));
  });
  return { deskLink: () => link, stop: () => end(child, exited, 'SIGTERM'), cut: () => end(child, exited, 'SIGKILL') };
}

async function end(child: ChildProcess, exited: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(timer);
}
