import { validateHeaderValue } from 'node:http';
import path from 'node:path';
import { type Document, isMap, isScalar, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { wholeNumberOf } from '../../values/values.ts';
import { NodeReader, type Place } from '../../values/yaml.ts';
import { bcryptProblem } from './bcrypt-hash.ts';
import { readTls } from './read-tls.ts';
import type { RateLimit, WebConfig, WebProblem } from './web-config.ts';
import { isNothing, readSwitch } from './yaml-values.ts';

/** What came of reading a web configuration file. */
export type ReadWebConfig =
  | { readonly type: 'config'; readonly config: WebConfig }
  /** Never empty; in the order of the file. */
  | { readonly type: 'problems'; readonly problems: readonly WebProblem[] };

/** The most uses of anchors: looking one up takes a walk through the file. */
const mostAliases = 100;

const sections = ['tls_server_config', 'http_server_config', 'basic_auth_users', 'rate_limit'] as const;

/**
 * Checks the text of a web configuration file: Prometheus's own format. Keys that it does not have are problems, as they
 * are there. What a user's hash or a key is never stands in a problem.
 *
 * @param file its path; relative paths in it begin at its directory
 */
export function parseWebConfig(text: string, file: string): ReadWebConfig {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const reader = new NodeReader(document, lines);
    for (const error of document.errors)
      reader.problem({ path: '', offset: error.pos[0] }, syntaxProblem(error));
    if (aliasesIn(document) > mostAliases)
      reader.problem({ path: '', offset: 0 }, 'too many uses of anchors; write the values out');
    // What stands after an error of syntax is mostly not what it was meant to be.
    const config = reader.problems.length === 0 ? readSections(reader, lines, file) : null;
    if (config !== null && reader.problems.length === 0) return { type: 'config', config };
    const problems = [...reader.problems].sort((a, b) => a.offset - b.offset);
    return { type: 'problems', problems: distinct(problems) };
  } catch (error) {
    // The parser goes down into lists within lists by calling itself.
    if (!(error instanceof RangeError)) throw error;
    return { type: 'problems', problems: [{ line: null, message: 'it is nested too deeply' }] };
  }
}

/** The parser finds one mistake more than once, a few characters apart. */
function distinct(problems: readonly WebProblem[]): readonly WebProblem[] {
  return problems
    .map(({ line, message }) => ({ line, message }))
    .filter(
      ({ line, message }, index, all) =>
        all.findIndex((other) => other.line === line && other.message === message) === index,
    );
}

function readSections(reader: NodeReader, lines: LineCounter, file: string): WebConfig | null {
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
    tls: section('tls_server_config', (place) => readTls(reader, place, lines, path.resolve(file))),
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
  if (http2 !== undefined) readSwitch(reader, http2);
  const headers = places?.get('headers');
  if (headers === undefined || isNothing(headers)) return null;
  const result: Record<string, string> = {};
  for (const [name, place] of reader.map(headers, [...headerValues.keys()]) ?? []) {
    const allowed = headerValues.get(name) ?? [];
    const right = allowed.length === 0 ? "a header's value" : allowed.join(' or ');
    const value = isNothing(place)
      ? ''
      : reader.value(
          place,
          right,
          (text) =>
            (allowed.length === 0 ? isHeaderValue(name, text) : allowed.includes(text)) ? text : null,
          allowed,
        );
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

function readRateLimit(reader: NodeReader, section: Place): RateLimit | null {
  const places = reader.map(section, ['interval', 'burst']);
  const intervalAt = places?.get('interval');
  const burstAt = places?.get('burst');
  const interval =
    intervalAt === undefined
      ? 0
      : reader.value(intervalAt, 'a duration such as 500ms, 1s or 1m30s', goDuration);
  const burst =
    burstAt === undefined
      ? 0
      : reader.value(burstAt, 'a number of requests', (text) => wholeNumberOf(text, 0, 1_000_000));
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
function goDuration(text: string): number | null {
  if (/^\d{1,18}$/.test(text)) return Number(text) * 1e-9;
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return null;
  const parts = [...text.matchAll(/([\d.]+)([a-zµ]+)/g)];
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? Number.NaN), 0);
}

function syntaxProblem(error: YAMLError): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a tab; YAML takes spaces only to indent';
    case 'DUPLICATE_KEY':
      return 'this key is given twice';
    case 'MULTIPLE_DOCS':
      return "a second document ('---'); a web configuration has one";
    default:
      return `no YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`;
  }
}

function aliasesIn(document: Document.Parsed): number {
  let aliases = 0;
  visit(document, {
    Alias() {
      aliases += 1;
    },
  });
  return aliases;
}
