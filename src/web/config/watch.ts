import type { Clock, Timers } from '../../time.ts';
import { stateOfFiles } from '../../values/file-text.ts';
import type { LoadedWebConfig, UsableWebConfig, WebAccess } from './load.ts';
import { problemAt, type WebProblem, webProblemLine } from './web-config.ts';

/** Seconds between two looks at the files. */
const every = 1;

/** Which file, and whom to tell how it goes. */
export interface WatchedWebConfigOptions {
  /** As the user gave it. */
  readonly file: string;
  readonly first: UsableWebConfig;
  readonly clock: Pick<Clock, 'wall'>;
  readonly timers: Timers;
  /** Takes one line each time that something else is wrong. */
  readonly onProblem: (line: string) => void;
  /** Nothing is wrong any more. */
  readonly onRecovered: () => void;
  /** Another configuration holds from now on. */
  readonly onChange: (config: UsableWebConfig) => void;
  /** Something that changes whenever one of the files does. */
  readonly stateOf?: (files: readonly string[]) => Promise<string>;
  readonly load?: (file: string) => Promise<LoadedWebConfig>;
}

/** A web configuration that is read again when its file, or one that it names, changes. */
export interface WatchedWebConfig {
  /** The newest that was right. */
  current(): WebAccess;
  start(): void;
  stop(): void;
}

/**
 * Looks at the files once a second, never at two moments at once. A change counts when it has stood still for a second:
 * a file that is being written, or a certificate whose key is yet to come, is neither believed nor complained of.
 */
export function watchWebConfig(options: WatchedWebConfigOptions): WatchedWebConfig {
  const { file, first, clock, timers, stateOf = stateOfFiles, load = loadWhenNeeded } = options;
  let { access, files } = first;
  /** What the files were like when they were last read. */
  let known = first.state;
  /** What they were like a look ago, when that was something new. */
  let changing: string | null = null;
  let wrong: WebProblem | null = null;
  let told: string | null = null;
  let cancel: (() => void) | null = null;

  async function look(): Promise<void> {
    const state = await stateOf(files);
    if (state === known) changing = null;
    else if (state !== changing) changing = state;
    else await reload();
    tell();
  }

  async function reload(): Promise<void> {
    const loaded = await load(file);
    files = loaded.files;
    known = loaded.state;
    changing = null;
    if (loaded.type === 'problems') {
      const [problem] = loaded.problems;
      wrong = problem ?? null;
      return;
    }
    wrong = whyNotNow(access, loaded.access);
    if (wrong !== null) return;
    access = loaded.access;
    options.onChange(loaded);
  }

  function tell(): void {
    const line =
      wrong === null
        ? (whyEnded(access, clock.wall(), file) ?? whyOpen(access, file))
        : `${webProblemLine(file, wrong)}; what it said before goes on`;
    if (line === told) return;
    told = line;
    if (line === null) options.onRecovered();
    else options.onProblem(line);
  }

  function again(): void {
    cancel = timers.after(every, () => {
      const next = () => {
        if (cancel !== null) again();
      };
      look().then(next, next);
    });
  }

  return {
    current: () => access,
    start() {
      if (cancel !== null) return;
      tell();
      again();
    },
    stop() {
      cancel?.();
      cancel = null;
    },
  };
}

/** The reader of YAML is not in memory as long as nothing changes. */
async function loadWhenNeeded(file: string): Promise<LoadedWebConfig> {
  const { loadWebConfig } = await import('./load.ts');
  return loadWebConfig(file);
}

/** What can't be taken over while it runs. */
function whyNotNow(before: WebAccess, now: WebAccess): WebProblem | null {
  if (now.empty && !before.empty)
    return {
      line: null,
      message: 'it says nothing any more; to serve without it, start without --web-config',
    };
  if ((before.tls === null) !== (now.tls === null))
    return problemAt(
      { key: 'tls_server_config', line: null },
      `TLS is switched ${now.tls === null ? 'off' : 'on'} by a new start only`,
    );
  return null;
}

/** Whoever names a web configuration means to guard something. */
function whyOpen({ tls, users }: WebAccess, file: string): string | null {
  if (tls !== null || users.size > 0) return null;
  return webProblemLine(file, {
    line: null,
    message:
      'guards nothing: whoever reaches the port reads everything; give basic_auth_users or tls_server_config',
  });
}

function whyEnded({ tls }: WebAccess, now: number, file: string): string | null {
  if (tls === null || now <= tls.endsAt) return null;
  const day = new Date(tls.endsAt * 1000).toISOString().slice(0, 10);
  return webProblemLine(
    file,
    problemAt(tls.certAt, `the certificate has ended on ${day}; put a new one in its place`),
  );
}
