/** What is entered of a customer and of a card, for new ones and for changes. */
import { type ReactNode, useState } from 'react';
import type { CustomerFile } from '#shared/desk/credit.ts';
import type { Input } from '#shared/desk/contract.ts';
import { parseAmount } from '../components/amount.ts';
import { LinesField, TextField } from '../components/fields.tsx';
import { useTexts } from '../stores/use-texts.ts';

const CONTACT_FIELDS = ['name', 'kana', 'postalCode', 'phone', 'address', 'email', 'employer'] as const;
type ContactField = (typeof CONTACT_FIELDS)[number];
export type ContactDraft = Readonly<Record<ContactField, string>>;

export const NO_CONTACT: ContactDraft = {
  name: '',
  kana: '',
  postalCode: '',
  address: '',
  phone: '',
  email: '',
  employer: '',
};

/** The fields that are not what they were. */
export function changesOf(file: CustomerFile, draft: ContactDraft): Partial<Record<ContactField, string>> {
  return Object.fromEntries(
    CONTACT_FIELDS.filter((field) => draft[field] !== file[field]).map((field) => [field, draft[field]]),
  );
}

export function ContactFields({
  draft,
  refused,
  onDraft,
}: {
  readonly draft: ContactDraft;
  readonly refused: string | undefined;
  readonly onDraft: (draft: ContactDraft) => void;
}): ReactNode {
  const { customers } = useTexts();
  return CONTACT_FIELDS.map((field, at) => (
    <TextField
      key={field}
      title={customers[field]}
      wide={field === 'address'}
      autoFocus={at === 0}
      required={field === 'name' || field === 'email'}
      inputMode={field === 'email' ? 'email' : field === 'phone' ? 'tel' : 'text'}
      invalid={refused === field}
      value={draft[field]}
      onText={(text) => onDraft({ ...draft, [field]: text })}
    />
  ));
}

/** What stands on a card. */
export interface CardFace {
  readonly number: string;
  readonly expiry: string;
}

export const NO_FACE: CardFace = { number: '', expiry: '' };

export interface CardDraft extends CardFace {
  readonly limit: string;
  readonly password: string;
  readonly checkWords: string;
}

export const NO_CARD: CardDraft = { ...NO_FACE, limit: '', password: '', checkWords: '' };

/** `undefined` until the limit is an amount. */
export function cardOf(draft: CardDraft): Omit<Input<'cards.add'>, 'customer'> | undefined {
  const limit = parseAmount(draft.limit, 'JPY');
  if (!limit) return undefined;
  const checkWords = draft.checkWords.split(/\r?\n/).filter((word) => word.trim() !== '');
  return { number: draft.number, expiry: draft.expiry.trim(), limit, password: draft.password, checkWords };
}

/** The card's number and password are forgotten with the dialog. */
export function useCardDraft(): [CardDraft, (draft: CardDraft) => void] {
  return useState(NO_CARD);
}

export function CardFields({
  draft,
  refused,
  first,
  onDraft,
}: {
  readonly draft: CardDraft;
  readonly refused: string | undefined;
  /** Takes the focus. */
  readonly first?: boolean;
  readonly onDraft: (draft: CardDraft) => void;
}): ReactNode {
  const { customers } = useTexts();
  const set = (part: Partial<CardDraft>): void => onDraft({ ...draft, ...part });
  return (
    <>
      <CardFaceFields first={first ?? false} draft={draft} refused={refused} onDraft={set} />
      <TextField
        title={customers.limit}
        required
        inputMode="decimal"
        invalid={refused?.startsWith('limit') || (draft.limit !== '' && !parseAmount(draft.limit, 'JPY'))}
        value={draft.limit}
        onText={(limit) => set({ limit })}
      />
      <TextField
        title={customers.password}
        required
        type="password"
        autoComplete="new-password"
        invalid={refused === 'password'}
        value={draft.password}
        onText={(password) => set({ password })}
      />
      <LinesField
        title={customers.checkWords}
        hint={customers.checkWordsHint}
        rows={3}
        value={draft.checkWords}
        onText={(checkWords) => set({ checkWords })}
      />
    </>
  );
}

export function CardFaceFields({
  draft,
  refused,
  first,
  onDraft,
}: {
  readonly draft: CardFace;
  readonly refused: string | undefined;
  readonly first: boolean;
  readonly onDraft: (draft: CardFace) => void;
}): ReactNode {
  const { customers } = useTexts();
  const { number, expiry } = draft;
  return (
    <>
      <TextField
        title={customers.number}
        autoFocus={first}
        required
        inputMode="numeric"
        invalid={refused === 'number'}
        value={number}
        onText={(text) => onDraft({ number: text, expiry })}
      />
      <TextField
        title={customers.expiry}
        required
        placeholder="2031-03"
        invalid={refused === 'expiry'}
        value={expiry}
        onText={(text) => onDraft({ number, expiry: text })}
      />
    </>
  );
}
