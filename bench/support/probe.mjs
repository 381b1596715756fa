// Loaded into the program that is soaked (`--import`, with --expose-gc): on SIGUSR2 it collects the garbage and writes
// how many bytes of the heap and of the buffers are alive to the file that SOAK_PROBE names.
import { renameSync, writeFileSync } from 'node:fs';

const file = process.env['SOAK_PROBE'];
const { gc } = globalThis;
if (file === undefined || gc === undefined) throw new Error('the probe needs SOAK_PROBE and --expose-gc');
process.on('SIGUSR2', () => {
  gc();
  // Buffers are given back a moment after what held them.
  setTimeout(() => {
    gc();
    const { heapUsed, external } = process.memoryUsage();
    writeFileSync(`${file}.tmp`, JSON.stringify({ heap: heapUsed, buffers: external }));
    renameSync(`${file}.tmp`, file);
  }, 50).unref();
});
