/** The forwarding station and its mails, in Japanese. */
import type { enForwarding } from './en-forwarding.ts';

export const jaForwarding: typeof enForwarding = {};
