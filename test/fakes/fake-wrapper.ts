/** A gift-wrapper in memory: three cards to be written, two written. */
import type { Topic } from '#shared/desk/contract.ts';
import type { GiftRow } from '#shared/desk/gifts.ts';
import { fail, ok } from '#shared/result.ts';
import type { FakeDeskOptions, FakeParty } from './desk-server.ts';
import { fakeList, type FakeShape } from './fake-list.ts';
import { minter, minutesAgo, openFakeOffice } from './fake-office.ts';

const mint = minter(404);
/** To be written, in the order in which the screen shows them. */
export const GIFTS = [mint('purchase'), mint('purchase'), mint('purchase')] as const;
export const WRITTEN = [mint('purchase'), mint('purchase')] as const;

export const WORDS: Readonly<Record<string, string>> = {
  [GIFTS[0]]: 'お誕生日おめでとうございます。\n素敵な一年になりますように。\n\n横浜の皆より',
  [GIFTS[1]]: 'With love from all of us.',
  [GIFTS[2]]:
    'ご結婚おめでとうございます。お二人の門出を心からお祝いし、末永いお幸せをお祈り申し上げます。新居が整いましたら、ぜひ皆で集まりましょう。そのときまで、どうぞお体を大切に。またお目にかかれる日を楽しみにしております。',
  [WRITTEN[0]]: '内祝',
  [WRITTEN[1]]: 'Thank you for everything.',
};

const SHAPE: FakeShape<GiftRow> = {
  time: ({ at, doneAt }) => doneAt ?? at,
  id: ({ purchase, mall }) => `${purchase}|${mall}`,
  state: ({ state }) => state,
  partner: ({ mall }) => mall,
  texts: ({ purchase, mallName }) => [purchase, mallName],
};

export function openFakeWrapper(
  { demo = false, empty = false }: FakeDeskOptions,
  announce: (topic: Topic) => void,
): FakeParty {
  const malls = [
    { mall: 'minato.example', mallName: 'みなと百貨' },
    { mall: 'yama.example', mallName: '山の本屋' },
  ] as const;
  const gifts: GiftRow[] = empty
    ? []
    : [
        ...GIFTS.map((purchase, at) => ({
          purchase,
          ...malls[at % 2]!,
          at: minutesAgo(240 - 70 * at),
          state: 'open' as const,
        })),
        ...WRITTEN.map((purchase, at) => ({
          purchase,
          ...malls[0],
          at: minutesAgo(1500 + 300 * at),
          state: 'done' as const,
          doneAt: minutesAgo(1440 + 300 * at),
        })),
      ];
  const office = openFakeOffice(
    {
      office: {
        id: 'gifts.example',
        role: 'wrapper',
        name: '見本ギフト',
        place: '横浜作業場',
        publicUrl: 'https://gifts.example',
        demo,
      },
      partners: [],
      post: [],
    },
    announce,
  );
  const find = (name: { purchase: string; mall: string }): GiftRow | undefined =>
    gifts.find(({ purchase, mall }) => purchase === name.purchase && mall === name.mall);

  return {
    handlers: {
      ...office.handlers,
      'gifts.list': async (_, asked) => ok(fakeList(gifts, SHAPE, asked)),
      'gifts.open': async ({ who }, name) => {
        if (!find(name)) return fail('not-found');
        office.note(who, 'gift.opened', name.purchase, name.mall);
        return ok({ text: WORDS[name.purchase]! });
      },
      'gifts.done': async ({ who }, name) => {
        const gift = find(name);
        if (gift?.state !== 'open') return fail(gift ? 'wrong-state' : 'not-found');
        Object.assign(gift, { state: 'done', doneAt: new Date().toISOString() });
        office.note(who, 'gift.done', name.purchase, name.mall);
        announce('gifts');
        return ok();
      },
    },
  };
}
