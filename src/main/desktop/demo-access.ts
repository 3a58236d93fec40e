/** What a demo group's window may reach: the group's own doors on this machine, by their exact origins, and nothing else. */
import type { DemoShown } from '#shared/desk/bridge.ts';

const LOOPBACK = /^(?:http:\/\/127\.0\.0\.1|https:\/\/[a-z]+\.localhost):\d{1,5}$/;

/** Those of the origins that can be a demo group's. */
export function demoOrigins({ origins }: Pick<DemoShown, 'origins'>): ReadonlySet<string> {
  return new Set(origins.filter((origin) => LOOPBACK.test(origin)));
}

export function mayReach(url: string, origins: ReadonlySet<string>): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  if (parsed.protocol === 'blob:') return origins.has(URL.parse(parsed.pathname)?.origin ?? '');
  if (parsed.protocol === 'data:') return true;
  return origins.has(parsed.origin.replace(/^ws:/, 'http:').replace(/^wss:/, 'https:'));
}

/** Of a demo group's page with a certificate that nobody else vouches for. */
export function isDemoHost(hostname: string, origins: ReadonlySet<string>): boolean {
  return [...origins].some((origin) => origin.startsWith('https:') && URL.parse(origin)?.hostname === hostname);
}
