/** What the leak test says: numbers and places, never a mark. */
import type { SharedIdentifiers } from './common-identifiers.ts';
import { KINDS, type Kind } from './marks.ts';
import { PLACES, type PartyName, type Place } from './rules.ts';
import type { Proof } from './self-proof.ts';
import type { Finding, Survey } from './survey.ts';

export interface LeakReport {
  readonly passed: boolean;
  readonly plays: readonly string[];
  readonly marks: number;
  readonly searched: Survey['searched'];
  readonly findings: readonly Finding[];
  /** By which credit company and carrier could join an order. */
  readonly shared: readonly SharedIdentifiers[];
  /** Kinds that were not seen where they belong. */
  readonly blind: readonly { readonly kind: Kind; readonly party: PartyName; readonly place: Place }[];
  readonly proof: Proof;
}

export function describeReport(report: LeakReport): string {
  const { plays, searched, findings, shared, blind, proof } = report;
  return [
    'Played',
    ...plays.map((play) => `  ${play}`),
    '',
    table(
      ['party', 'place', 'searched', 'findings', ''],
      searched.map(({ party, place, bytes }) => [
        party,
        place,
        formatBytes(bytes),
        String(findings.filter((each) => each.party === party && each.place === place).length),
        PLACES[place],
      ]),
    ),
    '',
    ...section('Found where it does not belong', findings.map(describeFinding)),
    ...section(
      'Identifiers that credit company and carrier have in common',
      shared.map(({ places, identifiers }) => `${places.credit} and ${places.carrier}: ${identifiers}`),
    ),
    ...section(
      'Not found where it belongs: the test is blind there',
      blind.map(({ kind, party, place }) => `${KINDS[kind]}: ${party}, ${place}`),
    ),
    ...section('Planted and not caught', proof.missed),
    ...section('Caught and not planted', proof.strange > 0 ? [String(proof.strange)] : []),
    lastLine(report),
  ].join('\n');
}

function lastLine({ searched, marks, findings, shared, proof }: LeakReport): string {
  const total = findings.length + shared.length;
  const found = `${searched.length} places, ${marks} marks, ${total} findings`;
  return `leak test: ${found}; self-proof ${proof.caught} of ${proof.planted} caught`;
}

function describeFinding({ party, place, kind, name, encoding, through, offset, marks }: Finding): string {
  const where = [name === place ? place : `${place}, ${name}`, ...through].join(' > ');
  return `${KINDS[kind]}: ${party}, ${where}, byte ${offset}, as ${encoding}${marks > 1 ? `, ${marks} of them` : ''}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at]!.length)));
  const isNumber = (at: number): boolean => at === 2 || at === 3;
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (isNumber(at) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join('  ');
  return [head, ...rows].map((row) => `  ${line(row)}`.trimEnd()).join('\n');
}

function formatBytes(bytes: number): string {
  return bytes === 0 ? '–' : `${Math.ceil(bytes / 1024).toLocaleString('en')} kB`;
}
