/** Files that a person chose, as the setup takes them. */

export async function readBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Certificates and lists: PEM as it is, DER in PEM's clothes. */
export async function readPem(file: File, label: 'CERTIFICATE' | 'X509 CRL'): Promise<string> {
  const text = await file.text();
  if (text.includes('-----BEGIN ')) return text.replaceAll('X509 CERTIFICATE', 'CERTIFICATE');
  const body = (await readBase64(file)).match(/.{1,64}/g)?.join('\n') ?? '';
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}
