import path from 'node:path';
import { isNothing, type NodeReader, type Place, yamlSwitch } from '../../values/node-reader.ts';
import { cipherListOf, cipherSuites, curves, versionNames, versions } from './tls-names.ts';
import { type ClientAuth, clientAuthTypes, type Pem, type TlsConfig, type WebPlace } from './web-config.ts';

const keys = [
  'cert',
  'key',
  'client_ca',
  'cert_file',
  'key_file',
  'client_ca_file',
  'client_auth_type',
  'client_allowed_sans',
  'min_version',
  'max_version',
  'cipher_suites',
  'prefer_server_cipher_suites',
  'curve_preferences',
] as const;

type Key = (typeof keys)[number];

/**
 * Reads `tls_server_config`.
 *
 * @param file absolute; relative paths begin at its directory
 * @returns null when it can't be used; why is in the reader's problems
 */
export function readTls(reader: NodeReader, section: Place, file: string): TlsConfig | null {
  const all = reader.map(section, keys);
  if (all === null) return null;
  const places = new Map([...all].filter(([, place]) => !isNothing(place)));
  const at = (key: string): WebPlace => {
    const place = keys.flatMap((known) => (known === key ? (all.get(known) ?? []) : []))[0] ?? section;
    return { key: place.path, line: reader.lineOf(place) };
  };

  /** A text of its own or a file's, of which one must be given. */
  const pem = (inline: 'cert' | 'key' | 'client_ca'): Pem | null => {
    const text = places.get(inline);
    const named = places.get(`${inline}_file`);
    if (text !== undefined && named !== undefined)
      return reader.problem(text, `there is ${inline}_file as well; leave one of them out`);
    if (text !== undefined) {
      const found = reader.text(text, 'PEM');
      return found === null ? null : { type: 'inline', text: found, at: at(inline) };
    }
    if (named === undefined) return null;
    const found = reader.text(named, 'a path');
    return found === null
      ? null
      : { type: 'file', path: path.resolve(path.dirname(file), found), at: at(`${inline}_file`) };
  };
  const needed = (inline: 'cert' | 'key'): Pem | null => {
    if (places.has(inline) || places.has(`${inline}_file`)) return pem(inline);
    return reader.problem(section, `without ${inline}_file (or ${inline}) there is no TLS`);
  };
  const oneOf = <Value>(key: Key, known: ReadonlyMap<string, Value>): Value | null => {
    const place = places.get(key);
    return place === undefined ? null : knownValue(reader, place, known);
  };
  const listOf = <Value>(key: Key, known: ReadonlyMap<string, Value>): readonly Value[] | null => {
    const place = places.get(key);
    const items = place === undefined ? null : reader.list(place, `some of ${[...known.keys()].join(', ')}`);
    const values = items?.flatMap((item) => knownValue(reader, item, known) ?? []) ?? [];
    return values.length === 0 ? null : values;
  };

  const cert = needed('cert');
  const key = needed('key');
  const clientCa = pem('client_ca');
  const clientAuth = oneOf('client_auth_type', clientAuths) ?? 'NoClientCert';
  const caAt = places.get('client_ca_file') ?? places.get('client_ca');
  if (caAt !== undefined && clientAuth === 'NoClientCert')
    reader.problem(caAt, 'is not used without client_auth_type: RequireAndVerifyClientCert');
  const sansAt = places.get('client_allowed_sans');
  if (sansAt !== undefined && clientAuth === 'NoClientCert')
    reader.problem(sansAt, 'is not used without client_auth_type: RequireAndVerifyClientCert');
  const allowedNames =
    sansAt === undefined
      ? null
      : (reader
          .list(sansAt, 'names, addresses or URIs')
          ?.flatMap((item) => reader.text(item, 'a name') ?? []) ?? null);

  const minVersion = oneOf('min_version', versions) ?? 'TLSv1.2';
  const maxVersion = oneOf('max_version', versions) ?? 'TLSv1.3';
  const inOrder = [...versions.values()];
  const lowest = inOrder.indexOf(minVersion);
  if (lowest > inOrder.indexOf(maxVersion)) {
    const wrong = places.get('max_version') ?? places.get('min_version') ?? section;
    reader.problem(wrong, `max_version is below min_version; there are ${versionNames.join(', ')}`);
  }
  const prefer = places.get('prefer_server_cipher_suites');
  const honorCipherOrder = (prefer === undefined ? null : reader.value(prefer, yamlSwitch)) ?? true;
  const suites = listOf('cipher_suites', cipherSuites);
  const preferredCurves = listOf('curve_preferences', curves);
  if (cert === null || key === null) return null;
  return {
    at,
    cert,
    key,
    clientCa,
    clientAuth,
    allowedNames,
    minVersion,
    maxVersion,
    ciphers: cipherListOf(suites, lowest < inOrder.indexOf('TLSv1.2')),
    honorCipherOrder,
    curves: preferredCurves?.join(':') ?? null,
  };
}

/** With the older name of one of them, which is read as well. */
const clientAuths: ReadonlyMap<string, ClientAuth> = new Map<string, ClientAuth>([
  ...clientAuthTypes.map((type) => [type, type] as const),
  ['RequireClientCert', 'RequireAnyClientCert'],
]);

function knownValue<Value>(
  reader: NodeReader,
  place: Place,
  known: ReadonlyMap<string, Value>,
): Value | null {
  const names = [...known.keys()];
  return reader.value(place, {
    read: (text) => known.get(text) ?? null,
    right: `one of ${names.join(', ')}`,
    known: names,
  });
}
