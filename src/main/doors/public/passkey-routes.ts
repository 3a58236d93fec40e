import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS } from '#shared/errors.ts';
import { type Failure, fail, type Result } from '#shared/result.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { addPasskey, askToAddPasskey, askToPayByPasskey } from '#main/roles/credit/passkeys.ts';
import { type PayArrival, settleByPasskey } from '#main/roles/credit/settle.ts';
import type { AddressLimits } from './address-limits.ts';
import { messageOf } from './pages/index.ts';
import { formField, type PageMaker, sessionMissing } from './public-door.ts';

/** What the routes share with the pay window that they belong to. */
export interface PayWindow {
  readonly credit: Credit;
  readonly limits: AddressLimits;
  readonly pages: PageMaker;
  arrival(request: FastifyRequest): Promise<PayArrival | undefined>;
  /** Pays in whichever way, and leads on or shows the form again. */
  pay(
    request: FastifyRequest,
    reply: FastifyReply,
    settle: (arrival: PayArrival) => Promise<Result<unknown>>,
  ): Promise<FastifyReply>;
}

/** Passkeys at the pay window: two questions that its scripts ask for each ceremony, answered as JSON. */
export function addPasskeyRoutes(door: FastifyInstance, window: PayWindow): void {
  const { credit, limits, pages } = window;

  function refuse(request: FastifyRequest, reply: FastifyReply, error: Failure): FastifyReply {
    const text = messageOf(error, pages.page(request).language);
    return reply.code(ERRORS[error.code].status).send({ code: error.code, text });
  }

  /** Answers the script in the window that it runs in, as often as an address may ask. */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    ask: (arrival: PayArrival) => Promise<Result<unknown>>,
  ): Promise<FastifyReply> {
    const counted = limits.count('passkey', request.ip);
    if (!counted.ok) return refuse(request, reply, counted.error);
    const current = await window.arrival(request);
    const asked = current ? await ask(current) : fail(sessionMissing.code);
    return asked.ok ? reply.send(asked.value ?? {}) : refuse(request, reply, asked.error);
  }

  door.post('/pay/passkey/options', (request, reply) =>
    answer(request, reply, ({ window: name }) =>
      askToPayByPasskey(credit, name, formField(request.body, 'card') ?? ''),
    ),
  );

  door.post('/pay/passkey', (request, reply) =>
    window.pay(request, reply, (current) =>
      settleByPasskey(credit, current, parseJson(formField(request.body, 'response') ?? '')),
    ),
  );

  door.post('/pay/passkey/register/options', (request, reply) =>
    answer(request, reply, ({ window: name }) => askToAddPasskey(credit, name)),
  );

  door.post('/pay/passkey/register', (request, reply) =>
    answer(request, reply, ({ window: name }) => addPasskey(credit, name, request.body)),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
