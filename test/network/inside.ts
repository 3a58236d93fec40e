/**
 * What runs on one of the test's hosts: a customer's browser, a desk's screen and a plain connection, moved by messages
 * of the process that started it.
 */
import { connect } from 'node:net';
import { type CustomerBrowser, openCustomerBrowser } from '#main/cli/demo/customer.ts';
import { type DeskClient, openDesk } from '#main/cli/demo/desk-client.ts';
import type { Answer, Asked } from './host-client.ts';

let browser: CustomerBrowser | undefined;
let desk: DeskClient | undefined;

const tasks: { readonly [T in Asked['task']]: (asked: Extract<Asked, { task: T }>) => Promise<unknown> } = {
  trust: async ({ rootPem }) => void (browser = openCustomerBrowser(rootPem)),
  get: async ({ url }) => browser!.get(url),
  post: async ({ url, fields }) => browser!.post(url, fields),
  'open-desk': async ({ link }) => void (desk = await openDesk(link, 'staff')),
  desk: async ({ name, input }) => desk!.call(name, input as never),
  'close-desk': async () => void desk?.close(),
  knock: async ({ host, port }) => knock(host, port),
};

/** Whether anybody takes a connection there; else why not. */
function knock(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1500 });
    const end = (result: string): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end('open'));
    socket.once('timeout', () => end('ETIMEDOUT'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'error'));
  });
}

process.on('message', (asked: Asked & { readonly id: number }) => {
  const answer = (sent: Answer): void => void process.send?.(sent);
  (tasks[asked.task] as (asked: Asked) => Promise<unknown>)(asked).then(
    (value) => answer({ id: asked.id, value: JSON.parse(JSON.stringify(value ?? null)) as unknown }),
    (error: unknown) => answer({ id: asked.id, error: String((error as { code?: string }).code ?? error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
