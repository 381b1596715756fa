import { type PoolAccount, type PoolEntry, poolUrlOf } from '../pools/entry.ts';
import { type PoolKind, poolKinds } from '../pools/pool.ts';
import type { Probing } from './settings.ts';

/** A probe that was asked for, or why there is none. */
export type ProbeQuery =
  | {
      readonly type: 'probe';
      readonly entry: PoolEntry;
      /** Seconds that it may take. */
      readonly patience: number;
      /** The pool's in the metrics: who is asked, and for whom. */
      readonly name: string;
      /** The same for the same questions. */
      readonly key: string;
    }
  | { readonly type: 'refused'; readonly status: 400 | 403 | 404; readonly line: string };

const parameters = ['target', 'module', 'kind'] as const;
type Parameter = (typeof parameters)[number];

/** Seconds of the scrape that are left for the way of the answer, at the most. */
const longestWay = 0.5;
/** Characters of a target; a URL is seldom a tenth as long. */
const longestTarget = 2048;

/**
 * Reads the question of a probe.
 *
 * @param search what stands behind the `?`
 * @param scrapeTimeout seconds that Prometheus will wait, as its header says it
 * @param longest seconds that a probe may take
 */
export function probeQueryOf(
  search: string,
  scrapeTimeout: string | undefined,
  { modules, targets }: Probing,
  longest: number,
): ProbeQuery {
  const query = new URLSearchParams(search);
  const problem = parameterProblem(query);
  if (problem !== null) return refused(400, problem);
  const patience = patienceOf(scrapeTimeout, longest);
  if (patience === null) return refused(400, 'X-Prometheus-Scrape-Timeout-Seconds: give seconds, such as 10');

  const module = query.get('module') ?? '';
  if (module === '') return refused(400, 'module: missing; give the name that an address has in the file');
  const known = modules.get(module);
  if (known === undefined)
    return refused(
      404,
      modules.size === 0
        ? 'module: there is none; give addresses names in a file, and the file with --config'
        : 'module: the file has none of this name',
    );

  const target = query.get('target') ?? '';
  if (target === '') return refused(400, 'target: missing; give the URL of a pool');
  const url = target.length > longestTarget ? { words: 'too long' } : poolUrlOf(target);
  if (!(url instanceof URL)) return refused(400, `target: ${url.words}`);
  if (targets !== null && !targets.has(url.href))
    return refused(403, "target: not among the file's targets; add it there to ask it");

  const account = accountFor(known, query.get('kind'));
  if (typeof account === 'string') return refused(400, `kind: ${account}`);
  const key = [module, account.kind ?? 'auto', url.href, account.address].join('\n');
  return { type: 'probe', entry: { url, ...account }, patience, name: `${url.host}/${module}`, key };
}

/** What is wrong with the parameters' names. Their values are not repeated: an address may be among them. */
function parameterProblem(query: URLSearchParams): string | null {
  if (query.has('address'))
    return 'address: addresses stand in the file alone; give the name of one as module';
  const names = [...query.keys()];
  const known = (name: string): name is Parameter => parameters.some((one) => one === name);
  if (!names.every(known)) return `no such parameter; there are ${parameters.join(', ')}`;
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  return twice === undefined ? null : `${twice}: given twice; give it once`;
}

function patienceOf(scrapeTimeout: string | undefined, longest: number): number | null {
  if (scrapeTimeout === undefined) return longest;
  if (!/^\d{1,6}(?:\.\d{1,9})?$/.test(scrapeTimeout)) return null;
  const seconds = Number(scrapeTimeout);
  // A second that is short of the scrape's is no use: the answer would come too late.
  return seconds === 0 ? null : Math.min(longest, seconds - Math.min(longestWay, seconds / 10));
}

/** @returns what is wrong, for a kind that can't be */
function accountFor(account: PoolAccount, kind: string | null): PoolAccount | string {
  if (kind === null || kind === account.kind) return account;
  // A file's paths are for the kind json alone.
  if (kind === 'auto') return { ...account, kind: null, paths: null };
  const known: PoolKind | undefined = poolKinds.find((one) => one === kind);
  if (known === undefined) return `choose one of auto, ${poolKinds.join(', ')}`;
  if (known === 'json') return 'json needs paths; give the module its json in the file';
  return { ...account, kind: known, paths: null };
}

function refused(status: 400 | 403 | 404, line: string): ProbeQuery {
  return { type: 'refused', status, line };
}
