import { afterEach, describe, expect, it, vi } from 'vitest';
import { openVault, selfTest } from '#main/vault/index.ts';
import { aVault, PASSPHRASE } from './a-vault.ts';

afterEach(() => vi.restoreAllMocks());

describe('the self-test', () => {
  it('passes here, quickly', async () => {
    const start = performance.now();
    await selfTest();
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('keeps a vault shut on a platform whose signatures verify whatever comes', async () => {
    const { folder } = await aVault();
    vi.spyOn(crypto.subtle, 'verify').mockResolvedValue(true);
    await expect(selfTest()).rejects.toThrow('Ed25519');
    await expect(openVault(folder, PASSPHRASE)).rejects.toThrow('Ed25519');
  });

  it('notices a cipher that opens to nothing', async () => {
    vi.spyOn(crypto.subtle, 'decrypt').mockResolvedValue(new ArrayBuffer(96));
    await expect(selfTest()).rejects.toThrow('HPKE');
  });
});
