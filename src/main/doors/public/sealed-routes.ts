import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ERRORS } from '#shared/errors.ts';
import { bundleRequestSchema, challengeRequestSchema, sheetRequestSchema } from '#shared/protocol/order-sheet.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import { takeBundle } from '#main/roles/mall/sealed-bundle.ts';
import { listAnswers, relayChallenges } from '#main/roles/mall/sealed-challenge.ts';
import { orderSheet, sealedState } from '#main/roles/mall/sealed-order.ts';
import type { PublicRoutes } from './public-door.ts';

const PREFIX = '/sealed';

/**
 * What a customer's terminal asks (docs/protocol.md, "Sealed order"): JSON over plain POSTs from any origin, also from a
 * file. The order code's token in the body says for which order; no cookie is read or set.
 */
export function sealedRoutes(mall: Mall): PublicRoutes {
  return (door) => {
    void door.register(async (scope) => {
      scope.addHook('onRequest', async (_, reply) => {
        void reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
      });
      scope.setErrorHandler((error: { statusCode?: number; code?: string }, _, reply) => {
        if (error.statusCode === 413) return refuse(reply, fail('too-large').error);
        if (error.code === 'disk-full') return refuse(reply, fail('disk-full').error);
        if (error.statusCode !== undefined && error.statusCode < 500)
          return refuse(reply, fail('bundle-invalid').error);
        // The door itself reports what broke on our side.
        throw error;
      });

      const answer = <S extends z.ZodType, T>(
        path: string,
        schema: S,
        use: (asked: z.infer<S>) => Promise<Result<T>>,
      ): void => {
        scope.post(PREFIX + path, async (request, reply) => {
          const asked = readBody(request, schema);
          const result = asked.ok ? await use(asked.value) : asked;
          if (!result.ok) return refuse(reply, result.error);
          return reply.code(result.value === undefined ? 202 : 200).send(result.value ?? {});
        });
      };
      answer('/sheet', sheetRequestSchema, ({ token }) => orderSheet(mall, token));
      answer('/challenge', challengeRequestSchema, ({ token, challenges }) => relayChallenges(mall, token, challenges));
      answer('/answers', sheetRequestSchema, ({ token }) => listAnswers(mall, token));
      answer('/bundle', bundleRequestSchema, ({ token, bundle }) => takeBundle(mall, token, bundle));
      answer('/state', sheetRequestSchema, ({ token }) => sealedState(mall, token));
    });
  };
}

/** `text/plain`: a browser sends it to another origin without asking first. */
function readBody<S extends z.ZodType>({ body }: FastifyRequest, schema: S): Result<z.infer<S>> {
  try {
    const parsed = schema.safeParse(JSON.parse(typeof body === 'string' ? body : ''));
    return parsed.success ? ok(parsed.data) : fail('bundle-invalid');
  } catch {
    return fail('bundle-invalid');
  }
}

function refuse(reply: FastifyReply, error: ReturnType<typeof fail>['error']): FastifyReply {
  return reply.code(ERRORS[error.code].status).send(error);
}
