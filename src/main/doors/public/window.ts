/**
 * How a browser gets from a mall's page into a window of ours, and how each request names its window. The post from the
 * mall's page comes without our cookies (SameSite), so it leaves a one-time cookie and leads to `…/arrived`, where the
 * browser's own cookie is there again; the window is named in the address, never by a number of the order.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Result } from '#shared/result.ts';
import { type BrowserPlace, enterWindow, type Post } from '#main/post/index.ts';
import { clearCookie, readCookie, writeCookie } from './cookie.ts';
import { formField, type PageMaker } from './public-door.ts';

const ARRIVAL_COOKIE = 'arrival';
const BROWSER_COOKIE = 'browser';

type Receive = (posted: { jws: string; origin: string | undefined }) => Promise<Result<{ arrival: string }>>;

/** Adds `POST <path>` for instructions and `GET <path>/arrived`, which leads on to `<path>/form`. */
export function addArrivalRoutes(
  door: FastifyInstance,
  pages: PageMaker,
  window: { readonly path: string; readonly post: Post; readonly receive: Receive },
): void {
  const { path, post, receive } = window;
  door.post(path, async (request, reply) => {
    void reply.header('referrer-policy', 'no-referrer');
    const jws = formField(request.body, 'instruction') ?? '';
    const received = await receive({ jws, origin: request.headers.origin });
    if (!received.ok) return pages.problem(request, reply, received.error);
    writeCookie(reply, ARRIVAL_COOKIE, received.value.arrival);
    return reply.redirect(`${path}/arrived`, 303);
  });

  door.get(`${path}/arrived`, async (request, reply) => {
    void reply.header('referrer-policy', 'no-referrer');
    const entered = await enterWindow(post, readCookie(request, ARRIVAL_COOKIE), readCookie(request, BROWSER_COOKIE));
    if (!entered.ok) return pages.problem(request, reply, entered.error);
    clearCookie(reply, ARRIVAL_COOKIE);
    writeCookie(reply, BROWSER_COOKIE, entered.value.browser);
    return reply.redirect(`${path}/form?window=${entered.value.window}`, 303);
  });
}

/** Which window a request is about: by its address, with the browser's cookie. */
export function browserPlace(request: FastifyRequest): Partial<BrowserPlace> {
  const named = formField(request.query, 'window');
  const browser = readCookie(request, BROWSER_COOKIE);
  return { ...(browser !== undefined && { browser }), ...(named !== undefined && { window: named }) };
}

/** `/ship/done?window=…` */
export function windowUrl(path: string, { window }: { readonly window: string }): string {
  return `${path}?window=${window}`;
}

/** A redirect that leads on in the same window. */
export function leadOn(reply: FastifyReply, path: string, place: { readonly window: string }): FastifyReply {
  return reply.redirect(windowUrl(path, place), 303);
}
