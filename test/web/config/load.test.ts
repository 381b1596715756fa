import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateOfFiles } from '../../../src/values/file-text.ts';
import { loadWebConfig } from '../../../src/web/config/load.ts';
import { hasProgram, needsProgram } from '../../support/left-out.ts';
import { makeCertificate } from '../../system/support/certificates.ts';

let directory = '';
const at = (name: string) => path.join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'fpga-tee-test-'));
  if (hasProgram('openssl')) await makeCertificates();
  await writeFile(at('garbage'), 'garbage\n');
  await writeFile(at('latin1'), Buffer.from([0xfc]));
  await writeFile(at('large'), Buffer.alloc(1024 * 1024 + 1));
});

async function makeCertificates() {
  await makeCertificate(directory, 'server');
  await makeCertificate(directory, 'other');
  const encrypt = ['pkey', '-in', 'server.key', '-aes256', '-passout', 'pass:x', '-out', 'encrypted.key'];
  execFileSync('openssl', encrypt, { cwd: directory });
}

afterAll(() => rm(directory, { recursive: true }));

async function load(config: string) {
  needsProgram('openssl');
  await writeFile(at('web.yml'), config);
  return loadWebConfig(at('web.yml'));
}

describe('loading a web configuration', () => {
  test('gives all that its files hold, and what they were like', async () => {
    const loaded = await load('tls_server_config: {cert_file: server.crt, key_file: ./server.key}\n');
    expect(loaded.type === 'access' && loaded.access.tls?.context.cert).toContain('BEGIN CERTIFICATE');
    expect(loaded.files).toEqual(['web.yml', 'server.crt', 'server.key'].map(at));
    expect(loaded.state).toBe(await stateOfFiles(loaded.files));
  });

  test('one that says nothing', async () => {
    expect(await load('# later\n')).toMatchObject({ type: 'access', access: { tls: null, empty: true } });
  });

  test.each([
    ['cert_file: garbage, key_file: server.key', 'cert_file: holds no certificate in PEM'],
    ['cert_file: server.crt, key_file: garbage', 'key_file: holds no private key in PEM'],
    ['cert_file: server.crt, key_file: other.key', 'key_file: this key is not the one of the certificate'],
    [
      'cert_file: server.crt, key_file: encrypted.key',
      'key_file: the key is encrypted; take the password off',
    ],
    ['cert_file: server.crt, key_file: none', 'none: no such file'],
    ['cert_file: ., key_file: server.key', 'a directory, not a file'],
    ['cert_file: /dev/zero, key_file: server.key', 'no regular file'],
    ['cert_file: large, key_file: server.key', '1048577 bytes are too many'],
    ['cert_file: latin1, key_file: server.key', 'not UTF-8'],
    ['cert: x, key_file: server.key', 'cert: holds no certificate in PEM'],
    [
      'cert_file: server.crt, key_file: server.key, client_ca_file: garbage, client_auth_type: RequireAndVerifyClientCert',
      'client_ca_file: holds no certificate in PEM',
    ],
  ])('{%s}', async (settings, says) => {
    const loaded = await load(`tls_server_config:\n  {${settings}}\n`);
    expect(loaded).toMatchObject({
      type: 'problems',
      problems: [{ line: 2, message: expect.stringContaining(says) }],
    });
    // What was read of is watched, so that it is read again when it is there.
    expect(loaded.state).toBe(await stateOfFiles(loaded.files));
  });

  test('no file', async () => {
    expect(await loadWebConfig(at('none.yml'))).toEqual({
      type: 'problems',
      problems: [{ line: null, message: 'no such file; give one that is there' }],
      files: [at('none.yml')],
      state: 'ENOENT',
    });
  });
});
