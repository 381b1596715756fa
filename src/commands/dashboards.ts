import path from 'node:path';
import { printable } from '../lines/printable.ts';
import type { DashboardsOptions } from '../options/table/setup.ts';
import { complain, print } from './print.ts';
import { putFile } from './put-file.ts';

/**
 * `fpga-tee dashboards <folder>`: writes what Prometheus and Grafana need, and tells of each file in a line.
 *
 * @param files texts by their paths in the folder
 * @returns 1 when a file was kept that differs
 */
export async function dashboards(
  { folder, overwrite }: DashboardsOptions,
  files: ReadonlyMap<string, string>,
): Promise<number> {
  const rows: string[] = [];
  let kept = 0;
  try {
    for (const [name, text] of files) {
      const file = path.join(folder, ...name.split('/'));
      const put = await putFile(file, text, overwrite);
      if (put === 'kept: it differs') kept += 1;
      rows.push(`${printable(file)}: ${put}\n`);
    }
    if (kept === 0) rows.push(nextSteps(folder));
  } finally {
    // What was done is told of, whatever comes then.
    await print(rows.join(''));
  }
  if (kept === 0) return 0;
  const what = kept === 1 ? '1 file that differs is kept' : `${kept} files that differ are kept`;
  complain(printable(`${what}; to write anew: fpga-tee dashboards --overwrite ${folder}`));
  return 1;
}

function nextSteps(folder: string): string {
  const configuration = path.join(folder, 'prometheus.yml');
  const pictures = ['card.json', 'farm.json'].map((name) => path.join(folder, name)).join(' and ');
  return `Prometheus: give your rigs' addresses in ${printable(configuration)}, then prometheus --config.file=${printable(configuration)}
Grafana:    import ${printable(pictures)}
`;
}
