// Makes the published program: everything in one file, because start-up is half of the first impression, and a small one
// before it that any Node can read.
//
//   node scripts/build.mjs                                     dist/fpga-tee.js
//   node scripts/build.mjs <entry> <folder> <worker's entry>   the same with other entries, for tests
import { chmod, copyFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { bundleProgram } from './bundle.mjs';
import { licensesOf } from './licenses.mjs';

const [entry, folder = 'dist', workerEntry] = process.argv.slice(2);
const target = `${folder}/program.js`;

const { program, worker, inputs } = await bundleProgram(entry, workerEntry).catch((error) => {
  // What is wrong in a source has been printed, with its place.
  if (error.errors === undefined) throw error;
  process.exit(1);
});
const licenses = await licensesOf(inputs);
await mkdir(folder, { recursive: true });
// In one step, so that nobody ever starts half a program.
await writeFile(`${target}.tmp`, program);
await rename(`${target}.tmp`, target);
for (const name of await readdir('scripts/entries')) {
  await copyFile(`scripts/entries/${name}`, `${folder}/${name}`);
  await chmod(`${folder}/${name}`, 0o755);
}
await writeFile(`${folder}/licenses.txt`, licenses);
const size = (/** @type {string} */ text) => `${Math.round(text.length / 1024)} KiB`;
process.stdout.write(`${target}: ${size(program)}, of it the web worker ${size(worker)}\n`);
