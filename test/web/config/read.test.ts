import { describe, expect, test } from 'vitest';
import { parseWebConfig } from '../../../src/web/config/read.ts';
import type { WebConfig } from '../../../src/web/config/web-config.ts';

const hash = `$2y$10$${'a'.repeat(53)}`;
const files = '  cert_file: server.crt\n  key_file: keys/server.key\n';

function read(text: string): WebConfig {
  const found = parseWebConfig(text, '/etc/web.yml');
  if (found.type === 'problems') throw new Error(problems(text).join('\n'));
  return found.config;
}

function problems(text: string): readonly string[] {
  const found = parseWebConfig(text, '/etc/web.yml');
  return found.type === 'config' ? [] : found.problems.map(({ line, message }) => `${line}: ${message}`);
}

describe('a web configuration', () => {
  test.each(['', '# nothing\n', 'tls_server_config:\nbasic_auth_users:\n', '{}'])(
    '%j asks for nothing',
    (text) => {
      expect(read(text)).toEqual({ tls: null, headers: {}, users: new Map(), rateLimit: null });
    },
  );

  test('has paths beside the file, and the defaults of Prometheus', () => {
    expect(read(`tls_server_config:\n${files}`).tls).toMatchObject({
      cert: { type: 'file', path: '/etc/server.crt', at: { line: 2, key: 'tls_server_config.cert_file' } },
      key: { type: 'file', path: '/etc/keys/server.key', at: { line: 3 } },
      clientCa: null,
      clientAuth: 'NoClientCert',
      allowedNames: null,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
      ciphers: null,
      honorCipherOrder: true,
      curves: null,
    });
  });

  test('everything there is', () => {
    const found = read(`
tls_server_config:
  cert: |
    -----BEGIN CERTIFICATE-----
  key: pem
  client_ca_file: /ca.pem
  client_auth_type: RequireClientCert
  client_allowed_sans: [a, 10.0.0.1]
  min_version: TLS11
  max_version: TLS13
  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384]
  prefer_server_cipher_suites: off
  curve_preferences:
    - X25519
    - CurveP256
http_server_config:
  http2: false
  headers:
    X-Frame-Options: deny
    X-XSS-Protection: 1
    Content-Security-Policy: "default-src 'self'"
    X-Content-Type-Options:
basic_auth_users:
  alice: ${hash}
rate_limit:
  interval: 1m30s
  burst: 5
`);
    expect(found.tls).toMatchObject({
      cert: { type: 'inline', text: '-----BEGIN CERTIFICATE-----\n' },
      key: { type: 'inline', text: 'pem' },
      clientCa: { type: 'file', path: '/ca.pem' },
      clientAuth: 'RequireAnyClientCert',
      allowedNames: ['a', '10.0.0.1'],
      minVersion: 'TLSv1.1',
      ciphers:
        'ECDHE-RSA-AES128-GCM-SHA256:TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:@SECLEVEL=0',
      honorCipherOrder: false,
      curves: 'X25519:prime256v1',
    });
    expect(found.headers).toEqual({
      'x-frame-options': 'deny',
      'x-xss-protection': '1',
      'content-security-policy': "default-src 'self'",
    });
    expect(found.users).toEqual(new Map([['alice', hash]]));
    expect(found.rateLimit).toEqual({ interval: 90, burst: 5 });
  });

  test.each([
    ['rate_limit: {interval: 0, burst: 3}', null],
    ['rate_limit: {interval: 500ms}', { interval: 0.5, burst: 0 }],
    ['rate_limit: {interval: 1000000000, burst: 3}', { interval: 1, burst: 3 }],
  ])('%s', (text, rateLimit) => {
    expect(read(text).rateLimit).toEqual(rateLimit);
  });
});

describe('what is wrong is told with its key and line', () => {
  test.each([
    ['hWkNKCp3fvIx3jKnsaBI\nTuEjdwNS8A2vYdFbiKqr\n', /^1: no web configuration; it has the sections/],
    [
      'tls_server_config:\n  cert_filse: a\n',
      /^2: tls_server_config\.cert_filse: no such key; did you mean cert_file\?/,
    ],
    [
      'tls_server_config:\n  cert_file: ""\n  key_file: k\n',
      /^\d: tls_server_config: without cert_file \(or cert\) there is no TLS/,
    ],
    ['tls_server_config:\n  cert_file: a\n', /^\d: tls_server_config: without key_file/],
    [`tls_server_config:\n${files}  cert: pem\n`, /^4: tls_server_config\.cert: there is cert_file as well/],
    [
      `tls_server_config:\n${files}  client_ca_file: /dev/null\n`,
      /^4: tls_server_config\.client_ca_file: is not used without client_auth_type/,
    ],
    [
      `tls_server_config:\n${files}  client_allowed_sans: [a]\n`,
      /^4: tls_server_config\.client_allowed_sans: is not used without/,
    ],
    [
      `tls_server_config:\n${files}  client_auth_type: x\n`,
      /^4: tls_server_config\.client_auth_type: 'x' is not one of NoClientCert, /,
    ],
    [
      `tls_server_config:\n${files}  min_version: TLS111\n`,
      /^4: tls_server_config\.min_version: 'TLS111' is not one of TLS10, /,
    ],
    [
      `tls_server_config:\n${files}  max_version: TLS11\n`,
      /^4: tls_server_config\.max_version: max_version is below min_version/,
    ],
    [
      `tls_server_config:\n${files}  cipher_suites:\n  - TLS_MADE_UP\n`,
      /^5: tls_server_config\.cipher_suites\[0\]: 'TLS_MADE_UP' is not one of/,
    ],
    [
      `tls_server_config:\n${files}  curve_preferences: [Curve1]\n`,
      /^4: tls_server_config\.curve_preferences\[0\]: 'Curve1' is not one of CurveP256/,
    ],
    [
      'http_server_config:\n  headers:\n    Content-Type: foo\n',
      /^3: http_server_config\.headers\.Content-Type: no such key/,
    ],
    [
      'http_server_config:\n  headers:\n    X-Frame-Options: foo\n',
      /^3: \S+: 'foo' is not deny or sameorigin/,
    ],
    ['http_server_config:\n  headers:\n    X-XSS-Protection: "a\\nb"\n', /^3: \S+X-XSS-Protection: /],
    ['http_server_config: {http2: maybe}\n', /^1: http_server_config\.http2: 'maybe' is not true or false/],
    ['rate_limit: {interval: soon}\n', /^1: rate_limit\.interval: 'soon' is not a duration/],
    ['basic_auth_users:\n  "a:b": x\n', /^2: basic_auth_users\.a:b: a user's name can hold no colon/],
    ['a: 1\na: 2\n', /^2: this key is given twice/],
    ['tls_server_config:\n\tcert_file: a\n', /^2: /],
  ])('%j', (text, says) => {
    expect(problems(text)[0]).toMatch(says);
  });

  test.each([
    'basic_auth_users:\n  john: doe1\n',
    'basic_auth_users: doe1\n',
    'basic_auth_users: [doe1]\n',
    `basic_auth_users:\n  john: $2y$18$${'doe1'.repeat(13)}a\n`,
    'basic_auth_users:\n  john: "doe1\n',
    'basic_auth_users:\n  john: *doe1\n',
    'tls_server_config:\n  key: [doe1]\n',
  ])('but never with a secret: %j', (text) => {
    expect(problems(text)).not.toEqual([]);
    expect(problems(text).join()).not.toContain('doe1');
  });

  test('lists within lists without end', () => {
    expect(problems('['.repeat(100_000))).not.toEqual([]);
  });
});

test('a mistake that the parser finds more than once is told once', () => {
  const found = problems('[[[');
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found).size).toBe(found.length);
});
