// Makes the published program: bundled, because start-up is half of the first impression; a first part with what a start
// takes, the later ones beside it in dist/parts, and before them all a small file that any Node can read.
//
//   node scripts/build.mjs                                     dist/fpga-tee.js
//   node scripts/build.mjs <entry> <folder> <worker's entry>   the same with other entries, for tests
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleProgram } from './bundle.mjs';
import { licensesOf } from './licenses.mjs';
import { firstFile, laterFolder } from './parts.mjs';

const [entry, folder = 'dist', workerEntry] = process.argv.slice(2);

const { files, worker, inputs } = await bundleProgram(entry, workerEntry).catch((error) => {
  // What is wrong in a source has been printed, with its place.
  if (error.errors === undefined) throw error;
  process.exit(1);
});
const licenses = await licensesOf(inputs);
const first = files.get(firstFile) ?? '';
await mkdir(path.join(folder, laterFolder), { recursive: true });
// The names of later parts tell what is in them: nobody ever starts half a program, or two halves.
for (const [name, text] of files) if (name !== firstFile) await writeInOneStep(name, text);
await writeInOneStep(firstFile, first);
for (const name of await readdir(path.join(folder, laterFolder)))
  if (!files.has(`${laterFolder}/${name}`)) await rm(path.join(folder, laterFolder, name));
for (const name of await readdir('scripts/entries'))
  await writeInOneStep(
    name,
    await readFile(`scripts/entries/${name}`, 'utf8'),
    name.endsWith('.js') ? 0o755 : 0o644,
  );
await writeInOneStep('licenses.txt', licenses);
const size = (/** @type {string} */ text) => `${Math.round(text.length / 1024)} KiB`;
process.stdout.write(
  `${folder}/${firstFile}: ${size(first)}; with ${laterFolder}: ${size([...files.values()].join(''))}, of it the web worker ${size(worker)}\n`,
);

/**
 * Another build may be under way, and somebody packing what is there: each has its own file, beside the parts.
 *
 * @param {string} name
 * @param {string} text
 */
async function writeInOneStep(name, text, mode = 0o644) {
  const next = path.join(folder, `${path.basename(name)}.${process.pid}.tmp`);
  await writeFile(next, text, { mode });
  await rename(next, path.join(folder, name));
}
