import path from 'node:path';
import { run } from '../run.mjs';

/**
 * The installer for Windows.
 *
 * @param {{ executable: string, papers: string, version: string, out: string, fast: boolean }} options
 */
export async function buildSetup({ executable, papers, version, out, fast }) {
  const words = [
    '-V1',
    `-DVERSION=${version}`,
    `-DEXECUTABLE=${path.resolve(executable)}`,
    `-DPAPERS=${path.resolve(papers)}`,
    `-DOUT=${out}`,
    fast ? '-XSetCompress off' : '-XSetCompressor /SOLID lzma',
    'packaging/windows/setup.nsi',
  ];
  await run('makensis', words);
}
