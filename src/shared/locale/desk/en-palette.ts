export const enPalette = {
  title: 'Go to, or do',
  open: 'Search',
  hint: 'A screen, an action, a number, a setting',
  none: 'Nothing fits.',
  found: (n: number) => `${n} found`,
  groups: { number: 'Number', screen: 'Screen', action: 'On this screen', setting: 'Setting', look: 'Appearance' },
  number: (number: string, list: string) => `${number} in ${list}`,
  theme: (name: string) => `Appearance: ${name}`,
  contrast: (name: string) => `Contrast: ${name}`,
  choose: 'choose',
  go: 'go',
};
