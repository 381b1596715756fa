import type { SecureVersion } from 'node:tls';

/** The versions of TLS as the file names them. */
export const versions: ReadonlyMap<string, SecureVersion> = new Map<string, SecureVersion>([
  ['TLS10', 'TLSv1'],
  ['TLS11', 'TLSv1.1'],
  ['TLS12', 'TLSv1.2'],
  ['TLS13', 'TLSv1.3'],
]);

/** Oldest first. */
export const versionNames: readonly string[] = [...versions.keys()];

/** The curves as the file names them (Go's crypto/tls), in OpenSSL's words. */
export const curves: ReadonlyMap<string, string> = new Map([
  ['CurveP256', 'prime256v1'],
  ['CurveP384', 'secp384r1'],
  ['CurveP521', 'secp521r1'],
  ['X25519', 'X25519'],
]);

/** The suites of TLS 1.3 are the same for both; which of them are used is not configured, as in Go. */
const tls13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'] as const;

/** The suites that Go's crypto/tls calls secure, by the names of the IANA, in OpenSSL's words. */
export const cipherSuites: ReadonlyMap<string, string> = new Map([
  ...tls13.map((name) => [name, name] as const),
  ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', 'ECDHE-ECDSA-AES128-SHA'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA', 'ECDHE-ECDSA-AES256-SHA'],
  ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'ECDHE-RSA-AES128-SHA'],
  ['TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'ECDHE-RSA-AES256-SHA'],
  ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
]);

/**
 * A list for OpenSSL.
 *
 * @param suites of {@link cipherSuites}, in OpenSSL's words and in the order of preference; `null` when the file names none
 * @param oldVersions whether TLS 1.0 or 1.1 is wanted: OpenSSL 3 has them at its lowest level of security only
 */
export function cipherListOf(suites: readonly string[] | null, oldVersions: boolean): string | null {
  const level = oldVersions ? ['@SECLEVEL=0'] : [];
  if (suites === null) return oldVersions ? ['DEFAULT', ...tls13, ...level].join(':') : null;
  return [...new Set([...suites, ...tls13]), ...level].join(':');
}
