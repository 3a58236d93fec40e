import { createHmac, randomBytes } from 'node:crypto';

/**
 * HMAC-SHA256 under a random key that nobody else has and nothing keeps, base64url: tells whether two texts are the
 * same while this process runs, a visitor's network address say, and means nothing to anybody after it.
 */
export function openPassingHash(): (text: string) => string {
  const key = randomBytes(32);
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}
