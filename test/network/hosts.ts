/**
 * Hosts of their own on this machine: network namespaces with their own addresses, routes and names, joined by bridges
 * or by a single line. Needs root and iproute2; everything is gone again when the test ends, also after one that was
 * killed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One cable between a host and a network, or between two hosts. */
export interface Plug {
  /** As the host knows the interface; 15 characters at most. */
  readonly name: string;
  /** Address and prefix: `10.9.0.2/24`. */
  readonly address: string;
}

export interface Hosts {
  /** What to put before a command, to run it on a host. */
  on(host: string): readonly string[];
  /** Runs a command there to its end; its output. */
  run(host: string, ...command: readonly string[]): string;
  /** Pulls a network's plugs, or puts them in again. */
  pull(network: string): void;
  restore(network: string): void;
  remove(): void;
}

export interface Layout {
  readonly hosts: readonly string[];
  /** Where exactly two hosts are on one, it is a line between the two with nothing else on it. */
  readonly networks: Readonly<
    Record<string, { readonly line?: boolean; readonly plugs: Readonly<Record<string, Plug>> }>
  >;
  /** Each host's `/etc/hosts`. */
  readonly names: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const NAMES = '/etc/netns';
const PREFIX = 'tokumei';

function ip(...args: readonly string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 10_000 });
}

/** Why there can't be such hosts here; `undefined` where there can. */
export function whyNoHosts(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are Linux alone';
  const probe = `${PREFIX}-${process.pid}-probe`;
  try {
    dropLeftOver();
    ip('netns', 'add', probe);
    ip('netns', 'exec', probe, 'ip', 'link', 'add', 'name', 'one', 'type', 'veth', 'peer', 'name', 'two');
    ip('netns', 'exec', probe, 'ip', 'link', 'add', 'name', 'three', 'type', 'bridge');
    return undefined;
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    if (code === 'ENOENT') return 'the program "ip" (iproute2) is not installed';
    return `network namespaces are not permitted here (${String(stderr ?? code).trim()})`;
  } finally {
    try {
      ip('netns', 'del', probe);
    } catch {
      // It was never made.
    }
  }
}

export function makeHosts(layout: Layout): Hosts {
  const space = (host: string): string => `${PREFIX}-${process.pid}-${host}`;
  /** Bridges lie in a place of their own, so that nothing of this machine is joined to them. */
  const switches = 'switches';
  const on = (host: string): readonly string[] => ['ip', 'netns', 'exec', space(host)];
  const run = (host: string, ...command: readonly string[]): string => ip('netns', 'exec', space(host), ...command);
  /** Ends of each network's cables that the hosts don't hold. */
  const farEnds = new Map<string, { readonly host: string; readonly name: string }[]>();

  function remove(): void {
    process.off('exit', remove);
    for (const host of [...layout.hosts, switches]) drop(space(host));
  }

  process.once('exit', remove);
  try {
    for (const host of [...layout.hosts, switches]) {
      ip('netns', 'add', space(host));
      run(host, 'ip', 'link', 'set', 'lo', 'up');
      // Some machines forward; a host with two networks must not.
      run(host, 'sh', '-c', 'echo 0 > /proc/sys/net/ipv4/ip_forward');
      writeNames(space(host), layout.names[host] ?? {});
    }
    Object.entries(layout.networks).forEach(([network, { line, plugs }], at) => {
      const ends = Object.entries(plugs);
      if (line) {
        const [[a, plugA], [b, plugB]] = ends as [[string, Plug], [string, Plug]];
        run(a, 'ip', 'link', 'add', 'name', plugA.name, 'type', 'veth', 'peer', 'name', plugB.name, 'netns', space(b));
        farEnds.set(network, [{ host: b, name: plugB.name }]);
      } else {
        const bridge = `bridge${at}`;
        run(switches, 'ip', 'link', 'add', 'name', bridge, 'type', 'bridge');
        run(switches, 'ip', 'link', 'set', bridge, 'up');
        const far = ends.map(([host, { name }], port) => {
          const end = `${bridge}p${port}`;
          run(host, 'ip', 'link', 'add', 'name', name, 'type', 'veth', 'peer', 'name', end, 'netns', space(switches));
          run(switches, 'ip', 'link', 'set', end, 'master', bridge, 'up');
          return { host: switches, name: end };
        });
        farEnds.set(network, far);
      }
      for (const [host, { name, address }] of ends) {
        run(host, 'ip', 'address', 'add', address, 'dev', name);
        run(host, 'ip', 'link', 'set', name, 'up');
      }
    });
  } catch (error) {
    remove();
    throw error;
  }

  const set = (network: string, state: 'up' | 'down'): void => {
    for (const { host, name } of farEnds.get(network) ?? []) run(host, 'ip', 'link', 'set', name, state);
  };
  return { on, run, pull: (network) => set(network, 'down'), restore: (network) => set(network, 'up'), remove };
}

/** `ip netns exec` puts these in the place of this machine's own. */
function writeNames(space: string, names: Readonly<Record<string, string>>): void {
  mkdirSync(join(NAMES, space), { recursive: true });
  const lines = Object.entries({ localhost: '127.0.0.1', ...names }).map(([name, address]) => `${address} ${name}\n`);
  writeFileSync(join(NAMES, space, 'hosts'), lines.join(''));
  // No name goes out to a resolver: there is none.
  writeFileSync(join(NAMES, space, 'resolv.conf'), '');
  writeFileSync(join(NAMES, space, 'nsswitch.conf'), 'hosts: files\n');
}

function drop(space: string): void {
  try {
    ip('netns', 'del', space);
  } catch {
    // Not made, or gone already.
  }
  rmSync(join(NAMES, space), { recursive: true, force: true });
  try {
    rmdirSync(NAMES);
  } catch {
    // Others are in it, or it was never made.
  }
}

/** Of tests that were killed. */
function dropLeftOver(): void {
  const spaces = ip('netns', 'list')
    .split('\n')
    .map((line) => line.split(' ')[0]!);
  const named = existsSync(NAMES) ? readdirSync(NAMES) : [];
  for (const space of new Set([...spaces, ...named])) {
    const pid = new RegExp(`^${PREFIX}-(\\d+)-`).exec(space)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) drop(space);
  }
}
