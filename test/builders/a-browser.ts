/** A customer's browser at one party's public door: keeps the party's cookies, follows nothing by itself. */
import type { FastifyInstance } from 'fastify';
import { carrierRoutes } from '#main/doors/public/carrier-routes.ts';
import { creditRoutes } from '#main/doors/public/credit-routes.ts';
import { mallRoutes } from '#main/doors/public/mall-routes.ts';
import { pictureRoutes } from '#main/doors/public/picture-routes.ts';
import { openRoutes } from '#main/doors/public/open-routes.ts';
import { buildPublicDoor, type PublicRoutes } from '#main/doors/public/public-door.ts';
import { returnRoutes } from '#main/doors/public/return-routes.ts';
import { sealedRoutes } from '#main/doors/public/sealed-routes.ts';
import { aFolder, atEnd } from './a-folder.ts';
import type { TestCarrier, TestCredit, TestMall, TestParty } from './a-party.ts';

export interface TestPublicDoor {
  readonly door: FastifyInstance;
  /** What the door reported as broken. */
  readonly reports: unknown[];
  readonly assets: string;
}

export async function aDoor(party: TestParty, routes: PublicRoutes): Promise<TestPublicDoor> {
  const reports: unknown[] = [];
  const assets = aFolder();
  const door = await buildPublicDoor(
    {
      party: party.profile.name,
      accent: '#264B7D',
      demo: false,
      publicUrl: party.profile.public,
      tls: party.vault.tlsContext('public')!,
      assets,
      card: party.card,
      report: (error) => reports.push(error),
    },
    routes,
  );
  atEnd(() => door.close());
  return { door, reports, assets };
}

export const aShop = (mall: TestMall): Promise<TestPublicDoor> =>
  aDoor(mall, (door, pages) => {
    mallRoutes(mall.mall)(door, pages);
    pictureRoutes(mall.mall)(door, pages);
    openRoutes(mall.mall)(door, pages);
    returnRoutes(mall.mall)(door, pages);
    sealedRoutes(mall.mall)(door, pages);
  });
export const aShipWindow = (carrier: TestCarrier): Promise<TestPublicDoor> =>
  aDoor(carrier, carrierRoutes(carrier.carrier));
export const aPayWindow = (credit: TestCredit): Promise<TestPublicDoor> => aDoor(credit, creditRoutes(credit.credit));

export interface BrowserAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** `set-cookie` headers as they came. */
  readonly cookies: readonly string[];
}

export interface TestBrowser {
  readonly jar: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<BrowserAnswer>;
  post(
    path: string,
    fields: Record<string, string> | readonly (readonly [string, string])[],
    headers?: Record<string, string>,
  ): Promise<BrowserAnswer>;
}

export function aBrowser({ door }: TestPublicDoor, host: string): TestBrowser {
  const jar = new Map<string, string>();

  async function send(method: 'GET' | 'POST', url: string, headers: Record<string, string>, payload?: string) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const given = { host, 'accept-language': 'en', ...(cookie && { cookie }), ...headers };
    const answer = await door.inject({ method, url, headers: given, ...(payload !== undefined && { payload }) });
    const cookies = [answer.headers['set-cookie'] ?? []].flat();
    for (const set of cookies) {
      const [name, value] = set.split(';')[0]!.split('=', 2) as [string, string];
      if (/max-age=0/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    const plain = answer.headers as Record<string, string | undefined>;
    return { status: answer.statusCode, headers: plain, body: answer.body, cookies };
  }

  return {
    jar,
    get: (path, headers = {}) => send('GET', path, headers),
    post: (path, fields, headers = {}) => {
      const pairs = Array.isArray(fields) ? (fields as [string, string][]) : Object.entries(fields);
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      return send('POST', path, { ...type, ...headers }, new URLSearchParams(pairs).toString());
    },
  };
}

/** The code of a failure as a page shows it. */
export function codeOn({ body }: Pick<BrowserAnswer, 'body'>): string | undefined {
  return /<p class="code">[^<]*?([a-z-]+)<\/p>/.exec(body)?.[1];
}

/** The value of a hidden field. */
export function hiddenField({ body }: Pick<BrowserAnswer, 'body'>, name: string): string | undefined {
  return new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(body)?.[1];
}
