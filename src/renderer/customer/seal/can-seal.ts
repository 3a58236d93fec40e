/** Asked by pages that seal, open or make keys; by itself, so that asking loads none of the cryptography. */

/** Older browsers have no X25519, and pages without TLS no cryptography at all. */
export async function canSeal(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey({ name: 'X25519' }, false, ['deriveBits']);
    return true;
  } catch {
    return false;
  }
}
