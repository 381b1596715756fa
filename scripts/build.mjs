// Makes the published program: everything in one file, because start-up is half of the first impression.
//
//   node scripts/build.mjs                                     dist/fpga-tee.js
//   node scripts/build.mjs <entry> <folder> <worker's entry>   the same with other entries, for tests
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { bundleProgram } from './bundle.mjs';
import { licensesOf } from './licenses.mjs';

const [entry, folder = 'dist', workerEntry] = process.argv.slice(2);
const target = `${folder}/fpga-tee.js`;

const { program, worker, inputs } = await bundleProgram(entry, workerEntry);
const licenses = await licensesOf(inputs);
await mkdir(folder, { recursive: true });
// In one step, so that nobody ever starts half a program.
await writeFile(`${target}.tmp`, program, { mode: 0o755 });
await rename(`${target}.tmp`, target);
await writeFile(`${folder}/licenses.txt`, licenses);
const size = (/** @type {string} */ text) => `${Math.round(text.length / 1024)} KiB`;
process.stdout.write(`${target}: ${size(program)}, of it the web worker ${size(worker)}\n`);
