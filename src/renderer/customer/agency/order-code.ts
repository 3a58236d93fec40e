/** The code behind `#` that finds one order: taken out of the address at once, and kept for this tab alone until it is over. */

const STORED = 'tokumei.confirm-code';
const CODE = /^#([A-Za-z0-9_-]{43})$/;

/** Of the address, or of this tab's last visit: a change of language or a reload loses what stands behind `#`. */
export function takeOrderCode(): string | undefined {
  const code = CODE.exec(location.hash)?.[1];
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  try {
    if (code !== undefined) sessionStorage.setItem(STORED, code);
    return sessionStorage.getItem(STORED) ?? undefined;
  } catch {
    return code;
  }
}

export function dropOrderCode(): void {
  try {
    sessionStorage.removeItem(STORED);
  } catch {
    // Nothing was kept.
  }
}
