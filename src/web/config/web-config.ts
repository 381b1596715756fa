import type { SecureVersion } from 'node:tls';

/**
 * A web configuration file as it is written: Prometheus's own format (docs/web-configuration.md of its exporter-toolkit),
 * which every exporter of its family reads. What other files hold is not read yet.
 */
export interface WebConfig {
  /** `null`: plain HTTP. */
  readonly tls: TlsConfig | null;
  /** Headers that go with every answer, by their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** bcrypt hashes by the users' names; when empty, nobody is asked for a password. */
  readonly users: ReadonlyMap<string, string>;
  /** `null`: as many requests as come. */
  readonly rateLimit: RateLimit | null;
}

/** `tls_server_config`. */
export interface TlsConfig {
  /** Its keys and where they stand, for what turns out to be wrong with what they name. */
  readonly at: (key: string) => WebPlace;
  readonly cert: Pem;
  readonly key: Pem;
  readonly clientCa: Pem | null;
  readonly clientAuth: ClientAuth;
  /** Subject alternative names, one of which a client's certificate must have; `null` when any will do. */
  readonly allowedNames: readonly string[] | null;
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  /** In OpenSSL's words; `null` for Node's own choice. */
  readonly ciphers: string | null;
  readonly honorCipherOrder: boolean;
  /** In OpenSSL's words; `null` for Node's own choice. */
  readonly curves: string | null;
}

/** A certificate or a key: written in the file itself, or in one of its own. */
export type Pem = { readonly at: WebPlace } & (
  | { readonly type: 'inline'; readonly text: string }
  /** The path is absolute. */
  | { readonly type: 'file'; readonly path: string }
);

/** What is asked of clients, in the words of Go's crypto/tls. */
export const clientAuthTypes = [
  'NoClientCert',
  'RequestClientCert',
  'RequireAnyClientCert',
  'VerifyClientCertIfGiven',
  'RequireAndVerifyClientCert',
] as const;

/** What is asked of clients, in the words of Go's crypto/tls. */
export type ClientAuth = (typeof clientAuthTypes)[number];

/** A bucket of `burst` requests into which one more comes every `interval` seconds. */
export interface RateLimit {
  readonly interval: number;
  readonly burst: number;
}

/** A key of the file: `tls_server_config.cert_file` in line 3. */
export interface WebPlace {
  readonly key: string;
  /** From 1; `null` for the file itself. */
  readonly line: number | null;
}

/** What is wrong, and where. */
export interface WebProblem {
  readonly line: number | null;
  /** With the key in front, where it is about one; never with a secret. */
  readonly message: string;
}

/** A problem of one key. */
export function problemAt({ key, line }: WebPlace, message: string): WebProblem {
  return { line, message: key === '' ? message : `${key}: ${message}` };
}

/** `web.yml:3: tls_server_config.cert_file: …`. */
export function webProblemLine(file: string, { line, message }: WebProblem): string {
  return line === null ? `${file}: ${message}` : `${file}:${line}: ${message}`;
}
