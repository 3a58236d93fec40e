/** Looks through everything that the parties hold and holds it against the rules. */
import { utf8 } from '#shared/bytes.ts';
import type { Examine, Hit } from './examine.ts';
import type { Kind } from './marks.ts';
import { readPieces } from './places.ts';
import { expectedSights, permissionOf, type PartyName, PARTY_PLACES, type Place } from './rules.ts';

export interface Finding {
  readonly party: PartyName;
  readonly place: Place;
  readonly kind: Kind;
  /** The file, or the column of a table. Left out where the name itself holds a mark. */
  readonly name: string;
  readonly encoding: string;
  readonly through: readonly string[];
  /** Of the first one, in bytes. */
  readonly offset: number;
  /** How many different ones. */
  readonly marks: number;
}

export interface Survey {
  readonly searched: readonly { readonly party: PartyName; readonly place: Place; readonly bytes: number }[];
  readonly findings: readonly Finding[];
  /** What was seen where it belongs, as `kind party place`. */
  readonly seen: ReadonlySet<string>;
}

export function sightKey(kind: Kind, party: PartyName, place: Place): string {
  return `${kind} ${party} ${place}`;
}

export async function surveyParties(group: string, parties: readonly PartyName[], examine: Examine): Promise<Survey> {
  const searched: Survey['searched'][number][] = [];
  const misplaced: Misplaced[] = [];
  const seen = new Set<string>();
  for (const party of parties) {
    const bytesOf = new Map<Place, number>(PARTY_PLACES[party].map((place) => [place, 0]));
    for await (const { place, name, bytes } of readPieces(group, party)) {
      bytesOf.set(place, (bytesOf.get(place) ?? 0) + bytes.length);
      const isNameMarked = (await examine(utf8(name))).length > 0;
      for (const hit of await examine(bytes)) {
        const { kind } = hit.mark;
        if (permissionOf(kind, party, place) !== undefined) seen.add(sightKey(kind, party, place));
        else misplaced.push({ party, place, name: isNameMarked ? 'a file whose name holds a mark' : name, hit });
      }
    }
    for (const [place, bytes] of bytesOf) searched.push({ party, place, bytes });
  }
  return { searched, findings: groupHits(misplaced), seen };
}

interface Misplaced extends Pick<Finding, 'party' | 'place' | 'name'> {
  readonly hit: Hit;
}

/** One finding for all marks of a kind that stand in one file or column in the same way. */
function groupHits(misplaced: readonly Misplaced[]): Finding[] {
  const findings = misplaced.map(({ hit, ...where }): Finding => {
    const { mark, encodings, through, offset } = hit;
    return { ...where, kind: mark.kind, encoding: encodings[0]!, through, offset, marks: 1 };
  });
  const groups = Map.groupBy(findings.entries(), ([, finding]) => findingKey(finding));
  return [...groups.values()].map((group) => {
    const marks = new Set(group.map(([at]) => misplaced[at]!.hit.mark)).size;
    return { ...group[0]![1], marks };
  });
}

function findingKey({ party, place, name, kind, encoding, through }: Finding): string {
  return [party, place, name, kind, encoding, ...through].join('|');
}

/** Two looks at the same parties as one. */
export function joinSurveys(one: Survey, other: Survey): Survey {
  const bytesOf = (survey: Survey, party: PartyName, place: Place): number =>
    survey.searched.find((row) => row.party === party && row.place === place)?.bytes ?? 0;
  const findings = new Map([...other.findings, ...one.findings].map((finding) => [findingKey(finding), finding]));
  return {
    searched: one.searched.map((row) => ({ ...row, bytes: row.bytes + bytesOf(other, row.party, row.place) })),
    findings: [...findings.values()],
    seen: new Set([...one.seen, ...other.seen]),
  };
}

/** Kinds that belong in a place and were not found there: the test can't see them. */
export function blindSpots(survey: Survey): { kind: Kind; party: PartyName; place: Place }[] {
  return expectedSights().filter(({ kind, party, place }) => !survey.seen.has(sightKey(kind, party, place)));
}
