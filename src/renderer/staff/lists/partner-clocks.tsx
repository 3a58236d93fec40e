/** Whose clock is wrong, by how much, and what to do about it. */
import type { ReactNode } from 'react';
import { Note } from '../components/note.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { clockWords } from './clock-words.ts';

export function PartnerClocks(): ReactNode {
  const texts = useTexts();
  const { clocks } = texts.partners;
  const { value } = useQuery('partners.clocks', {}, ['partners', 'post']);
  const nameOf = usePartnerNames();
  if (!value) return null;
  const { own, partners, either } = value;
  return (
    <>
      {own !== undefined && <Note sign="look" title={clocks.own(clockWords(texts, own))} />}
      {partners.map(({ partner, seconds }) => (
        <Note key={partner} sign="look" title={clocks.partner(nameOf(partner), clockWords(texts, seconds))} />
      ))}
      {either && <Note sign="look" title={clocks.either(nameOf(either.partner), clockWords(texts, either.seconds))} />}
    </>
  );
}
