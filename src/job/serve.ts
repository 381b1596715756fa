import type { SeriesOf } from '../rig/history.ts';
import type { MetricsServerSnapshot, Snapshot } from '../rig/snapshot.ts';
import type { Shared } from './job-options.ts';
import { type Later, never, startLater } from './later.ts';

/** Serves the metrics, the page and the JSON of a job, as long as it runs. */
export function serve(
  shared: Shared,
  snapshot: () => Snapshot,
  series: SeriesOf,
): Later<MetricsServerSnapshot> {
  const { options, io, warnings, say } = shared;
  const { host, port, staleAfter, legacyMetrics, webConfig: file } = options;
  if (port === null) return never;
  let shown = false;
  const start = async () => {
    const [{ WebThread }, { workerProgram }] = await Promise.all([
      import('../web/web-thread.ts'),
      import('../web/worker-program.ts'),
    ]);
    const webConfig = file === null || io.webConfig === null ? null : { file, last: io.webConfig };
    const thread = new WebThread({
      program: await workerProgram(),
      settings: { host, port, staleAfter, legacyMetrics, webConfig },
      snapshot,
      series,
      clock: io.clock,
      timers: io.timers,
      onProblem: (topic, line) => warnings.raise(topic, line),
      onRecovered: (topic) => warnings.clear(topic),
      onListening(address, fromNetwork) {
        warnings.clear('metrics');
        // A port that the system chose can't be known otherwise.
        if (port === 0) say(`metrics at ${address}`);
        if (options.qr === true && !shown) void showCode(shared, address, fromNetwork);
        shown = true;
      },
    });
    thread.start();
    return thread;
  };
  return startLater(shared, start, 'metrics', 'no metrics are served');
}

/** The page's address as a QR code, once. */
async function showCode({ io, show }: Shared, address: string, fromNetwork: string | null): Promise<void> {
  if (fromNetwork === null) {
    show([`fpga-tee: ${address} is for this machine only, a QR code of it would help no phone`]);
    return;
  }
  const { qrLines } = await import('../panel/qr.ts');
  const { paperCodes } = await import('../panel/span.ts');
  const code = io.ascii === true ? [] : qrLines(fromNetwork, !io.colour);
  const lines = io.colour ? code.map((line) => `\x1b[${paperCodes}m${line}\x1b[0m`) : code;
  show([...lines, `the page: ${fromNetwork}`]);
}
