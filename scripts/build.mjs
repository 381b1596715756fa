// Makes the published program: everything in one file, because start-up is half of the first impression, and a small one
// before it that any Node can read.
//
//   node scripts/build.mjs                                     dist/fpga-tee.js
//   node scripts/build.mjs <entry> <folder> <worker's entry>   the same with other entries, for tests
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { bundleProgram } from './bundle.mjs';
import { licensesOf } from './licenses.mjs';

const [entry, folder = 'dist', workerEntry] = process.argv.slice(2);

const { program, worker, inputs } = await bundleProgram(entry, workerEntry);
const licenses = await licensesOf(inputs);
await mkdir(folder, { recursive: true });
await put('program.js', program);
for (const name of await readdir('scripts/entries'))
  await put(name, await readFile(`scripts/entries/${name}`), 0o755);
await put('licenses.txt', licenses);
const size = (/** @type {string} */ text) => `${Math.round(text.length / 1024)} KiB`;
process.stdout.write(`${folder}/program.js: ${size(program)}, of it the web worker ${size(worker)}\n`);

/**
 * In one step, so that nobody ever starts, or packs, half a file.
 *
 * @param {string} name
 * @param {string | Buffer} content
 */
async function put(name, content, mode = 0o644) {
  const file = `${folder}/${name}`;
  await writeFile(`${file}.tmp`, content, { mode });
  await rename(`${file}.tmp`, file);
}
