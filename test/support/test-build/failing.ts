import * as nodeFs from 'node:fs';
import type { BitstreamReader } from '../../../src/bitstreams/reader.ts';
import { type LogFs, systemLogFs } from '../../../src/bytes/log/log-disk.ts';
import type { Output } from '../../../src/bytes/output.ts';
import type { OutputFs } from '../../../src/bytes/sinks.ts';
import type { Parts } from '../../../src/job/parts.ts';
import { openSession } from '../../../src/pools/http.ts';
import type { Snapshot, TrendWish } from '../../../src/rig/snapshot.ts';
import { Store } from '../../../src/rig/store.ts';
import { type FaultPlace, type Faults, faultAt } from './faults.ts';

/**
 * The parts with faults in them: so deep that what has to catch a fault is what would have to catch a real one. A place
 * where nothing is to fail is left as it is.
 */
export function failing(parts: Parts, faults: Faults): Parts {
  const hit = (place: FaultPlace): void => faults.hit(place);
  return {
    ...parts,
    on(event, listener) {
      if (event === 'uncaughtException') startStrays(faults);
      parts.on(event, (value) => {
        if (event === 'SIGINT') hit('signal');
        listener(value);
      });
    },
    createLogFile(options) {
      const log = parts.createLogFile({
        ...options,
        fs: faults.has('log') ? failingLogFs(faults) : systemLogFs,
      });
      const write = log.write.bind(log);
      log.write = (chunk) => {
        hit('log-writer');
        write(chunk);
      };
      return log;
    },
    createOutput(options) {
      if (options.fd !== 1) return parts.createOutput(options);
      const fs = faults.has('output') ? failingOutputFs(faults) : nodeFs;
      const output = parts.createOutput({ ...options, fs });
      return faults.has('view') ? failingOutput(output, faults) : output;
    },
    createReader(candidates, clock) {
      const reader = parts.createReader(candidates, clock);
      return faults.has('parse') ? failingReader(reader, faults) : reader;
    },
    createStore: (...options) =>
      new (class extends Store {
        override snapshot(trend?: TrendWish) {
          hit('snapshot');
          return super.snapshot(trend);
        }
      })(...options),
    async loadPanel() {
      hit('panel-load');
      const { mountPanel } = await parts.loadPanel();
      return {
        mountPanel(options) {
          const panel = mountPanel({
            ...options,
            snapshot: failingSnapshot(options.snapshot, 'panel', faults),
          });
          const stop = panel.stop.bind(panel);
          panel.stop = async () => {
            hit('view-end');
            await stop();
          };
          return panel;
        },
      };
    },
    async loadPools() {
      const { PoolWatch } = await parts.loadPools();
      return {
        PoolWatch: class extends PoolWatch {
          constructor(options: ConstructorParameters<typeof PoolWatch>[0]) {
            super({
              ...options,
              session() {
                hit('pool');
                return openSession();
              },
            });
          }
        },
      };
    },
  };
}

/** The log's way to the disk. */
function failingLogFs(faults: Faults): LogFs {
  return {
    ...systemLogFs,
    async open(path, flags) {
      const handle = await systemLogFs.open(path, flags);
      return {
        write(bytes, offset, length) {
          faults.hit('log');
          return handle.write(bytes, offset, length);
        },
        stat: (options) => handle.stat(options),
        close: () => handle.close(),
      };
    },
  };
}

/** The way to stdout. */
function failingOutputFs(faults: Faults): OutputFs {
  return {
    writeSync(fd, bytes) {
      faults.hit('output');
      return nodeFs.writeSync(fd, bytes);
    },
    write(fd, bytes, offset, length, position, done) {
      faults.hit('output');
      nodeFs.write(fd, bytes, offset, length, position, done);
    },
  };
}

/** An output that fails whenever it is asked how much waits in it: for each line and frame of the panel. */
function failingOutput(output: Output, faults: Faults): Output {
  return {
    get waiting() {
      faults.hit('view');
      return output.waiting;
    },
    get dropped() {
      return output.dropped;
    },
    get open() {
      return output.open;
    },
    get hasReader() {
      return output.hasReader;
    },
    write: (chunk) => output.write(chunk),
    shouldWait: () => output.shouldWait(),
    drained: (atMost) => output.drained(atMost),
  };
}

/** What reads the lines. */
function failingReader(reader: BitstreamReader, faults: Faults): BitstreamReader {
  return {
    read(line, whole) {
      faults.hit('parse');
      return reader.read(line, whole);
    },
    readUnterminated: (line) => reader.readUnterminated(line),
    findingIn: () => null,
    alike: (readings) => reader.alike(readings),
    minerRestarted: () => reader.minerRestarted(),
    get bitstream() {
      return reader.bitstream;
    },
  };
}

/** Snapshots over which those trip who look at the cards. */
function failingSnapshot(
  take: (points: number) => Snapshot,
  place: 'panel',
  faults: Faults,
): (points: number) => Snapshot {
  return (points) => {
    const taken = take(points);
    if (!faults.due(place)) return taken;
    return {
      get rig(): Snapshot['rig'] {
        throw faultAt(place);
      },
      alerts: taken.alerts,
      events: taken.events,
      pools: taken.pools,
      tee: taken.tee,
    };
  };
}

/** Milliseconds between two failures that belong to no part: often, so that a flood of them shows. */
const strayEvery = 50;

/** Failures that belong to no part and come for ever. */
function startStrays(faults: Faults): void {
  const every = (place: FaultPlace, fail: (error: Error) => void): void => {
    if (!faults.has(place)) return;
    const timer = setInterval(() => {
      if (faults.due(place)) fail(faultAt(place));
    }, strayEvery);
    timer.unref();
  };
  every('timer', (error) => {
    throw error;
  });
  every('rejection', (error) => {
    void Promise.reject(error);
  });
  every('node-warning', (error) => process.emitWarning(error));
}
