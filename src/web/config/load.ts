import { readText } from '../../values/file-text.ts';
import { type TlsSettings, tlsSettings } from './certificates.ts';
import { parseWebConfig } from './read.ts';
import { type Pem, problemAt, type RateLimit, type WebProblem } from './web-config.ts';

/** How the web pages may be had: a configuration with all that its files hold, checked. */
export interface WebAccess {
  /** `null`: plain HTTP. */
  readonly tls: TlsSettings | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly users: ReadonlyMap<string, string>;
  readonly rateLimit: RateLimit | null;
  /** Whether the file says nothing at all: too little to start with. */
  readonly empty: boolean;
}

/** The largest file that is read, in bytes: a chain of certificates has some thousands. */
const largest = 1024 * 1024;

/** What came of it. */
export type LoadedWebConfig = {
  /** All that was looked at: when one of them changes it is worth another look. */
  readonly files: readonly string[];
  /** What they were like, as `stateOfFiles` tells it. */
  readonly state: string;
} & (
  | { readonly type: 'access'; readonly access: WebAccess }
  /** Never empty. */
  | { readonly type: 'problems'; readonly problems: readonly WebProblem[] }
);

/** A configuration that can be used. */
export type UsableWebConfig = Extract<LoadedWebConfig, { readonly type: 'access' }>;

/** Reads a web configuration file and the files that it names, and checks all of it. Never rejects. */
export async function loadWebConfig(file: string): Promise<LoadedWebConfig> {
  const files = [file];
  const states: string[] = [];
  const problems: WebProblem[] = [];
  const failed = (...found: readonly WebProblem[]): LoadedWebConfig => ({
    type: 'problems',
    problems: found,
    files,
    state: states.join(' '),
  });
  const text = await readText(file, { largest });
  states.push(text.state);
  if (text.type === 'unreadable') return failed({ line: null, message: text.why });
  const read = parseWebConfig(text.text, file);
  if (read.type === 'problems') return failed(...read.problems);

  const pem = async (from: Pem): Promise<string> => {
    if (from.type === 'inline') return from.text;
    const found = await readText(from.path, { largest });
    files.push(from.path);
    states.push(found.state);
    if (found.type === 'text') return found.text;
    problems.push(problemAt(from.at, `${from.path}: ${found.why}`));
    return '';
  };
  const { tls, headers, users, rateLimit } = read.config;
  let settings: TlsSettings | null = null;
  if (tls !== null) {
    const cert = await pem(tls.cert);
    const key = await pem(tls.key);
    const clientCa = tls.clientCa === null ? null : await pem(tls.clientCa);
    if (problems.length > 0) return failed(...problems);
    const made = tlsSettings(tls, { cert, key, clientCa });
    if ('problem' in made) return failed(made.problem);
    settings = made.settings;
  }
  const empty = tls === null && users.size === 0 && rateLimit === null && Object.keys(headers).length === 0;
  return {
    type: 'access',
    access: { tls: settings, headers, users, rateLimit, empty },
    files,
    state: states.join(' '),
  };
}
