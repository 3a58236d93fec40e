import type { FastifyInstance } from 'fastify';
import { listIssuers } from '#main/roles/mall/goods.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import { openPage } from './pages/open.ts';
import { contentSecurityPolicy, type PageMaker, type PublicRoutes } from './public-door.ts';

/** The page that opens electronic goods in the buyer's browser. */
export function openRoutes(mall: Mall): PublicRoutes {
  return (door: FastifyInstance, pages: PageMaker) => {
    door.get('/open', async (request, reply) => {
      const issuers = await listIssuers(mall);
      // What is opened here could not be sent anywhere, whatever the script were to try.
      const policy = contentSecurityPolicy().replace("connect-src 'self'", "connect-src 'none'");
      void reply.header('content-security-policy', policy);
      return reply.type('text/html; charset=utf-8').send(openPage({ ...pages.page(request), issuers }));
    });
  };
}
