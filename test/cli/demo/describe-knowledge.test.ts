import { expect, test } from 'vitest';
import { expectedHolding, factsOf, type KnownFact, type OrderShape } from '#shared/domain/knowledge.ts';
import type { Role } from '#shared/protocol/party.ts';
import { knowledgeTable } from '#main/cli/demo/describe-knowledge.ts';

const ORDER: OrderShape = { flow: 'window', parcel: true, mailed: false, settled: false, collects: true, gift: false };
const known = (role: Role): KnownFact[] =>
  factsOf(ORDER).map((fact) => {
    const { holding, opens } = expectedHolding(role, fact, ORDER);
    return { fact, holding, opens: opens ? [opens] : [], columns: [], with: [] };
  });

test('a line for each fact; who has no part in the order knows nothing of it', () => {
  const lines = knowledgeTable([
    ['mall', known('mall')],
    ['credit', undefined],
    ['carrier', known('carrier')],
  ]);
  const cells = (what: string) =>
    lines
      .find((line) => line.trim().startsWith(what))
      ?.trim()
      .split(/ {2,}/)
      .slice(1);
  expect(lines[0]).toMatch(/^Who knows what +mall +credit +carrier$/);
  expect(cells('What was bought')).toEqual(['opens it', '–', 'sealed']);
  expect(cells('Address of delivery')).toEqual(['sealed', '–', 'opens it']);
  expect(cells('Amount')).toEqual(['yes', '–', 'yes']);
  expect(cells('Zone, depot and route')).toEqual(['no', '–', 'yes']);
  expect(cells('Card number')).toBeUndefined();
});
