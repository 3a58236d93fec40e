import type { CertificateRequest } from '#shared/desk/setup.ts';
import { saveFile } from '../components/pdf.ts';

/** Each as a file of its own. */
export function saveRequests(requests: readonly CertificateRequest[]): void {
  for (const { fileName, pem } of requests) {
    saveFile(new Blob([pem], { type: 'application/pkcs10' }), fileName);
  }
}
