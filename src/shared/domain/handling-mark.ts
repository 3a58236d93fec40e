/** Handling marks drawn as pictograms after ISO 780; they say how to carry, never what is inside. */
export const HANDLING_MARKS = ['this-way-up', 'fragile', 'keep-dry', 'do-not-stack'] as const;
export type HandlingMark = (typeof HANDLING_MARKS)[number];

/** The marks that stand in any of the lists, each once, in the order in which labels draw them. */
export function uniteMarks(...lists: readonly (readonly HandlingMark[])[]): readonly HandlingMark[] {
  return HANDLING_MARKS.filter((mark) => lists.some((list) => list.includes(mark)));
}
