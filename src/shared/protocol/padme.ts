/** How long a package of electronic goods is: a length that says little about what is in it (docs/protocol.md). */

/** The smallest package: 1 MiB. */
export const LEAST_PACKAGE_BYTES = 2 ** 20;

/**
 * The next Padmé length: at most 12 % more, and few enough different ones that a length names no product (Nikitin et
 * al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019, §4).
 *
 * @param length bytes, from 2 to 2^52
 */
export function padmeLength(length: number): number {
  const exponent = exponentOf(length);
  const kept = exponentOf(exponent) + 1;
  const unit = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(length / unit) * unit;
}

/** ⌊log2⌋, exactly: the logarithm of the platform may round up just below a power of two. */
function exponentOf(value: number): number {
  const guess = Math.floor(Math.log2(value));
  return 2 ** guess > value ? guess - 1 : guess;
}

/** The length of the whole package, at least 1 MiB; always a multiple of 32 KiB. @param least bytes that must fit */
export function packageLength(least: number): number {
  return padmeLength(Math.max(least, LEAST_PACKAGE_BYTES));
}
