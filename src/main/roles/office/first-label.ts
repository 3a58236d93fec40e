/**
 * The first label of a new party: made-up lines, sealed to its own key, drawn, read back by the decoder and opened again.
 * The way is the one of every label; only the lines belong to nobody.
 */
import { fromBase64Url, fromUtf8, utf8 } from '#shared/bytes.ts';
import type { firstLabelCommands } from '#shared/desk/first-label.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { encodeLabelText, parseLabelText } from '#shared/protocol/label-text.ts';
import type { PartyId, Role } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { LabelKind, LabelModel, LabelPress } from '#main/labels/index.ts';
import { sealTo, type Vault } from '#main/vault/index.ts';

export interface FirstLabelRoom {
  readonly self: PartyId;
  readonly role: Role;
  /** Trade name. */
  readonly name: string;
  readonly vault: Pick<Vault, 'publicKeys' | 'open'>;
  readonly press: Pick<LabelPress, 'print' | 'read'>;
  readonly clock: () => Date;
}

type SealedKind = 'addressee' | 'customer' | 'contents';

/** What this role opens, on the label that it meets. */
const KINDS: Readonly<Record<Role, { readonly label: LabelKind; readonly sealed: SealedKind }>> = {
  mall: { label: 'shipping', sealed: 'contents' },
  carrier: { label: 'shipping', sealed: 'addressee' },
  credit: { label: 'receipt', sealed: 'customer' },
  agency: { label: 'shipping', sealed: 'contents' },
  wrapper: { label: 'shipping', sealed: 'contents' },
};

/** Nobody's: what such an envelope holds in this trade. */
const LINES: Readonly<Record<SealedKind, Readonly<Record<'ja' | 'en', string>>>> = {
  addressee: {
    ja: '見本 花子\n〒000-0000 見本県見本市見本町1-2-3',
    en: 'Hanako Sample\n1-2-3 Sample Street, Sampletown 000-0000',
  },
  customer: { ja: '見本 太郎\nお客様番号 0000', en: 'Taro Sample\nCustomer 0000' },
  contents: { ja: '見本の品 1個\n試し印刷の品 2個', en: '1 sample product\n2 test products' },
};

export function firstLabelDesk(room: FirstLabelRoom): DeskHandlers<keyof typeof firstLabelCommands> {
  return {
    'first-label.make': async (_, { language }) => {
      const begun = performance.now();
      const made = await makeFirstLabel(room, language);
      if (!made.ok) return made;
      const { pdf, png, digits, opened } = made.value;
      const took = Math.round(performance.now() - begun);
      return ok({ pdf: toBase64(pdf), preview: toBase64(png), digits, opened: opened.split('\n'), took });
    },
  };
}

interface MadeLabel {
  readonly pdf: Uint8Array;
  readonly png: Uint8Array;
  readonly digits: string;
  readonly opened: string;
}

async function makeFirstLabel(
  { self, role, name, vault, press, clock }: FirstLabelRoom,
  language: 'ja' | 'en',
): Promise<Result<MadeLabel>> {
  const { label: kind, sealed } = KINDS[role];
  const now = clock().getTime();
  const key = vault
    .publicKeys()
    .find(({ use, nbf, exp }) => use === 'seal' && Date.parse(nbf) <= now && now < Date.parse(exp));
  if (!key) return fail('unknown-key');
  // Never minted: a number of zeros is nobody's.
  const number = numberFromDigits(kind, '000000000000');
  const binding = { kind: sealed, recipient: self, number };
  const envelope = await sealTo(fromBase64Url(key.x)!, binding, utf8(LINES[sealed][language]));
  if (!envelope.ok) return envelope;
  const label = { number, piece: 1, of: 1, copy: 1 };
  const text = encodeLabelText({ kind, label, envelope: envelope.value });
  if (!text.ok) return text;
  const model: LabelModel = {
    kind,
    carrier: 'TEST · 試し印刷',
    sender: name,
    label,
    marks: ['this-way-up'],
    date: clock().toISOString().slice(0, 10),
    mainCode: text.value,
  };
  const paper = await press.print(model);
  if (!paper.ok) return paper;
  // Not what was drawn, but what stands on the paper.
  const codes = await press.read(paper.value.pdf);
  if (!codes.ok) return codes;
  for (const { text: digits } of codes.value) {
    const read = parseLabelText(digits);
    if (!read.ok) continue;
    const opened = await vault.open(read.value.envelope, { ...binding, number: read.value.label.number });
    return opened.ok ? ok({ ...paper.value, digits, opened: fromUtf8(opened.value) }) : opened;
  }
  return fail('label-unreadable');
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
