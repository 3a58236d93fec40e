export const enUndo = {
  label: 'Undo',
  undone: 'Undone.',
  failed: 'Can’t be undone any more.',
  setAside: (number: string) => `${number} is set aside`,
  printerRemoved: (name: string) => `${name} is removed`,
  expiry: 'Life of print jobs changed',
  returnPeriod: 'Return period changed',
};
