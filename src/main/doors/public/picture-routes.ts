import type { FastifyInstance } from 'fastify';
import type { Mall } from '#main/roles/mall/mall.ts';
import { findPicture, PICTURE_ENDINGS } from '#main/roles/mall/shop-pictures.ts';
import type { PageMaker, PublicRoutes } from './public-door.ts';

/** Pictures of products, under the hash of their content: what a browser has once it need never ask for again. */
export function pictureRoutes(mall: Mall): PublicRoutes {
  return (door: FastifyInstance, pages: PageMaker) => {
    door.get<{ Params: { file: string } }>('/picture/:file', async (request, reply) => {
      const match = /^([\w-]{43})\.(webp|jpg)$/.exec(request.params.file);
      const picture = match && (await findPicture(mall.storage.read, match[1]!));
      if (!picture || PICTURE_ENDINGS[picture.type] !== match[2]) {
        return pages.problem(request, reply, { code: 'not-found' });
      }
      return reply
        .type(picture.type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(Buffer.from(picture.bytes));
    });
  };
}
