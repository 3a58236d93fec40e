/**
 * Kinds of deeds in the trail. `reads`: somebody was shown personal data – a name, an address, what a customer bought or
 * owes; everything else changed something, or took something out.
 */
export const TRAIL_GROUPS = [
  'reads',
  'work',
  'money',
  'customers',
  'catalogue',
  'partners',
  'upkeep',
  'staff',
  'exports',
] as const;
export type TrailGroup = (typeof TRAIL_GROUPS)[number];
