// Makes the metrics page as the program does, without a server around it.
import { build } from 'esbuild';
import { readFormats } from '../../scripts/bundle.mjs';

/** A miner's lines read into a store, and the page made from it: the program's own parts, put together as in main-job. */
const source = `
import { bitstreams } from './src/bitstreams/index.ts';
import { createReader } from './src/bitstreams/reader.ts';
import { NameGiver, noNames } from './src/rig/names.ts';
import { Store } from './src/rig/store.ts';
import { createFeed } from './src/rig/feed.ts';
import { createMetrics } from './src/metrics/metrics.ts';
import { createSession } from './src/simulate/session.ts';
import { systemClock, systemTimers } from './src/time.ts';
import { topics } from './src/rig/warnings.ts';

export function pageMaker(cards) {
  const store = new Store(systemClock, 120);
  const miner = store.addMiner('stdin', new NameGiver(noNames));
  const reader = createReader(bitstreams);
  const feed = createFeed({ miner, reader, clock: systemClock, timers: systemTimers });
  const options = { bitstream: 'rb4', seed: 1, rate: 1, restartEvery: null, stallAfter: null, colour: false, speedUp: 1 };
  const session = createSession({ ...options, cards });
  const tee = {
    version: '0', uptime: 0, bytes: 0, log: null, metrics: null, terminalLinesSkipped: 0, outputDropped: 0, warnings: [],
    warningCounts: Object.fromEntries(topics.map((topic) => [topic, 0])),
  };
  const metrics = createMetrics({ legacy: false });
  return async () => {
    feed.bytes(Buffer.from(session.step(1)));
    const from = performance.now();
    const page = await metrics.render({ rig: store.snapshot(), pools: [], tee });
    return { milliseconds: performance.now() - from, bytes: Buffer.byteLength(page) };
  };
}`;

/**
 * Milliseconds that each of so many pages took, each with new values of all cards; and the bytes of the last.
 *
 * @param {number} cards
 * @param {number} pages
 */
export async function timesOfPages(cards, pages) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    plugins: [readFormats()],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire('file:///');",
    },
  });
  const [bundle] = outputFiles;
  const { pageMaker } = await import(
    `data:text/javascript;base64,${bundle?.text === undefined ? '' : Buffer.from(bundle.text).toString('base64')}`
  );
  const make = pageMaker(cards);
  /** @type {number[]} */
  const times = [];
  let bytes = 0;
  for (let count = 0; count < pages; count += 1) {
    const page = await make();
    times.push(page.milliseconds);
    bytes = page.bytes;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return { times: times.sort((a, b) => a - b), bytes };
}
