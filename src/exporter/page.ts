import { plural } from '../readings/format.ts';
import type { PoolSnapshot } from '../rig/snapshot.ts';
import { version } from '../version.ts';
import { documentOf } from '../web/page/document.ts';
import { escapeHtml } from '../web/page/html.ts';
import { poolList } from '../web/page/lists.ts';

/**
 * The page for a browser: a row for each pool.
 *
 * @param host the machine's name
 * @param modules how many addresses can be probed for
 */
export function poolsPage(pools: readonly PoolSnapshot[], host: string, modules: number): string {
  const bad = pools.filter(({ problem }) => problem !== null).length;
  const title = [`${host} ${plural(pools.length, 'pool')}`, ...(bad === 0 ? [] : [`${bad} in trouble`])];
  const heading = `${escapeHtml(host)} <small>fpga-tee ${escapeHtml(version)}</small>`;
  const rows = pools.length === 0 ? '<p>No pool is watched here.</p>\n' : poolList(pools);
  const probes =
    modules === 0
      ? ''
      : `<p class="faint">/probe?target=&lt;url&gt;&amp;module=&lt;name&gt; asks a pool at once, for ${plural(modules, 'name')}</p>\n`;
  const main = `${rows}${probes}<p class="faint"><a href="metrics">/metrics</a> · <a href="health">/health</a></p>\n`;
  return documentOf(title.join(' · '), heading, main, '', bad > 0);
}
