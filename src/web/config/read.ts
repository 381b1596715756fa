import { validateHeaderValue } from 'node:http';
import path from 'node:path';
import { isMap, isScalar } from 'yaml';
import {
  isNothing,
  type NodeReader,
  type Place,
  type ValueReader,
  yamlSwitch,
} from '../../values/node-reader.ts';
import { wholeNumberOf } from '../../values/values.ts';
import { readYaml } from '../../values/yaml.ts';
import { bcryptProblem } from './bcrypt-hash.ts';
import { readTls } from './read-tls.ts';
import type { RateLimit, WebConfig, WebProblem } from './web-config.ts';

/** What came of reading a web configuration file. */
export type ReadWebConfig =
  | { readonly type: 'config'; readonly config: WebConfig }
  /** Never empty; in the order of the file. */
  | { readonly type: 'problems'; readonly problems: readonly WebProblem[] };

const sections = ['tls_server_config', 'http_server_config', 'basic_auth_users', 'rate_limit'] as const;

/**
 * Checks the text of a web configuration file: Prometheus's own format. Keys that it does not have are problems, as they
 * are there. What a user's hash or a key is never stands in a problem.
 *
 * @param file its path; relative paths in it begin at its directory
 */
export function parseWebConfig(text: string, file: string): ReadWebConfig {
  const read = readYaml(text, { what: 'a web configuration', secret: true }, (reader) =>
    readSections(reader, file),
  );
  if (read.type === 'value') return { type: 'config', config: read.value };
  return { type: 'problems', problems: read.problems.map(({ line, message }) => ({ line, message })) };
}

function readSections(reader: NodeReader, file: string): WebConfig | null {
  const { root } = reader;
  const nothing = isNothing(root);
  if (!nothing && !isMap(root.node)) {
    reader.problem(root, `no web configuration; it has the sections ${sections.join(', ')}`);
    return null;
  }
  const found = nothing ? new Map() : reader.map(root, sections);
  if (found === null) return null;
  const section = <Value>(name: (typeof sections)[number], read: (place: Place) => Value): Value | null => {
    const place: Place | undefined = found.get(name);
    return place === undefined || isNothing(place) ? null : read(place);
  };
  return {
    tls: section('tls_server_config', (place) => readTls(reader, place, path.resolve(file))),
    headers: section('http_server_config', (place) => readHttp(reader, place)) ?? {},
    users: section('basic_auth_users', (place) => readUsers(reader, place)) ?? new Map(),
    rateLimit: section('rate_limit', (place) => readRateLimit(reader, place)),
  };
}

/** Headers that may be given, with the values that there are, as exporter-toolkit has them. */
const headerValues: ReadonlyMap<string, readonly string[]> = new Map([
  ['Content-Security-Policy', []],
  ['X-Frame-Options', ['deny', 'sameorigin']],
  ['X-Content-Type-Options', ['nosniff']],
  ['X-XSS-Protection', []],
  ['Strict-Transport-Security', []],
]);

function readHttp(reader: NodeReader, section: Place): Readonly<Record<string, string>> | null {
  const places = reader.map(section, ['http2', 'headers']);
  const http2 = places?.get('http2');
  if (http2 !== undefined) reader.value(http2, yamlSwitch);
  const headers = places?.get('headers');
  if (headers === undefined || isNothing(headers)) return null;
  const result: Record<string, string> = {};
  for (const [name, place] of reader.map(headers, [...headerValues.keys()]) ?? []) {
    const allowed = headerValues.get(name) ?? [];
    const right = allowed.length === 0 ? "a header's value" : allowed.join(' or ');
    const value = isNothing(place)
      ? ''
      : reader.value(place, {
          right,
          read: (text) =>
            (allowed.length === 0 ? isHeaderValue(name, text) : allowed.includes(text)) ? text : null,
          known: allowed,
        });
    if (value) result[name.toLowerCase()] = value;
  }
  return result;
}

function isHeaderValue(name: string, text: string): boolean {
  try {
    validateHeaderValue(name, text);
    return true;
  } catch {
    return false;
  }
}

function readUsers(reader: NodeReader, section: Place): ReadonlyMap<string, string> {
  const users = new Map<string, string>();
  if (!isMap(section.node)) {
    reader.problem(section, 'there must be a line for each user: <name>: <bcrypt hash>');
    return users;
  }
  for (const [name, place] of reader.entries(section, '') ?? []) {
    if (name.includes(':')) reader.problem(place, "a user's name can hold no colon: HTTP ends it there");
    const hash = isScalar(place.node) && typeof place.node.value === 'string' ? place.node.value : '';
    const problem = bcryptProblem(hash);
    if (problem === null) users.set(name, hash);
    else reader.problem(place, problem);
  }
  return users;
}

const requests: ValueReader<number> = {
  read: (text) => wholeNumberOf(text, 0, 1_000_000),
  right: 'a number of requests',
};

function readRateLimit(reader: NodeReader, section: Place): RateLimit | null {
  const places = reader.map(section, ['interval', 'burst']);
  const intervalAt = places?.get('interval');
  const burstAt = places?.get('burst');
  const interval = intervalAt === undefined ? 0 : reader.value(intervalAt, goDuration);
  const burst = burstAt === undefined ? 0 : reader.value(burstAt, requests);
  return interval === null || burst === null || interval === 0 ? null : { interval, burst };
}

/** Seconds in one of each unit of Go's durations. */
const units: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** A duration as Go writes it (`1m30s`; a number alone is nanoseconds), in seconds. */
const goDuration: ValueReader<number> = {
  read: (text) => {
    if (/^\d{1,18}$/.test(text)) return Number(text) * 1e-9;
    if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return null;
    const parts = [...text.matchAll(/([\d.]+)([a-zµ]+)/g)];
    return parts.reduce(
      (sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? Number.NaN),
      0,
    );
  },
  right: 'a duration such as 500ms, 1s or 1m30s',
};
