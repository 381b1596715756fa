import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { errorWords } from '../../error-words.ts';
import { type ClientAuth, problemAt, type TlsConfig, type WebPlace, type WebProblem } from './web-config.ts';

/** Everything that a TLS connection of ours needs. */
export interface TlsSettings {
  readonly context: SecureContextOptions;
  readonly clientAuth: ClientAuth;
  /** As in {@link TlsConfig}. */
  readonly allowedNames: readonly string[] | null;
  /** Until when our own certificate holds, in Unix seconds, and where it is named. */
  readonly endsAt: number;
  readonly certAt: WebPlace;
}

/** The PEM texts that a configuration names. */
export interface PemTexts {
  readonly cert: string;
  readonly key: string;
  readonly clientCa: string | null;
}

/** Checks that certificates, key and settings go together. */
export function tlsSettings(
  config: TlsConfig,
  texts: PemTexts,
): { readonly settings: TlsSettings } | { readonly problem: WebProblem } {
  const cert = certificateOf(texts.cert);
  if (cert === null) return { problem: problemAt(config.cert.at, 'holds no certificate in PEM') };
  let key: KeyObject;
  try {
    key = createPrivateKey(texts.key);
  } catch {
    const encrypted = /ENCRYPTED/.test(texts.key);
    const why = encrypted
      ? 'the key is encrypted; take the password off: openssl pkey -in … -out …'
      : 'holds no private key in PEM';
    return { problem: problemAt(config.key.at, why) };
  }
  if (!cert.checkPrivateKey(key))
    return { problem: problemAt(config.key.at, 'this key is not the one of the certificate') };
  if (config.clientCa !== null && certificateOf(texts.clientCa ?? '') === null)
    return { problem: problemAt(config.clientCa.at, 'holds no certificate in PEM') };
  const context: SecureContextOptions = {
    cert: texts.cert,
    key: texts.key,
    ...(texts.clientCa === null ? {} : { ca: texts.clientCa }),
    minVersion: config.minVersion,
    maxVersion: config.maxVersion,
    honorCipherOrder: config.honorCipherOrder,
    ...(config.ciphers === null ? {} : { ciphers: config.ciphers }),
    ...(config.curves === null ? {} : { ecdhCurve: config.curves }),
  };
  try {
    createSecureContext(context);
  } catch (error) {
    return { problem: problemAt(config.at(''), `can't be used together: ${errorWords(error)}`) };
  }
  const { clientAuth, allowedNames } = config;
  const endsAt = Date.parse(cert.validTo) / 1000;
  return { settings: { context, clientAuth, allowedNames, endsAt, certAt: config.cert.at } };
}

function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
