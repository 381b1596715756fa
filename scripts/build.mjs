// Makes the published program: everything in one file, because start-up is half of the first impression.
//
//   node scripts/build.mjs                      dist/fpga-tee.js
//   node scripts/build.mjs <entry> <folder>     the same with another entry, for tests
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { bundle } from './bundle.mjs';
import { licensesOf } from './licenses.mjs';

const [entry = 'src/fpga-tee.ts', folder = 'dist'] = process.argv.slice(2);
const target = `${folder}/fpga-tee.js`;

const { program, inputs } = await bundle(entry);
const licenses = await licensesOf(inputs);
await mkdir(folder, { recursive: true });
// In one step, so that nobody ever starts half a program.
await writeFile(`${target}.tmp`, program, { mode: 0o755 });
await rename(`${target}.tmp`, target);
await writeFile(`${folder}/licenses.txt`, licenses);
process.stdout.write(`${target}: ${Math.round(program.length / 1024)} KiB\n`);
