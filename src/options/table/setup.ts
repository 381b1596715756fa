import { UsageError } from '../../values/usage-error.ts';
import type { GivenOptions } from '../given.ts';
import type { OptionRow } from '../row.ts';

/** What is written for a new rig, or beside one. */
export const setupRows = {
  overwrite: {
    name: 'overwrite',
    commands: ['dashboards'],
    help: 'write files anew that are there and differ; without it they are kept',
  },
} satisfies Record<string, OptionRow>;

/** Where `fpga-tee dashboards` is to write, and whether over what is there. */
export type DashboardsOptions = Readonly<ReturnType<typeof dashboardsOptions>>;

/** @param words the folder */
export function dashboardsOptions(given: GivenOptions, [folder, other]: readonly string[]) {
  if (folder === undefined)
    throw new UsageError('dashboards needs a folder to write into: fpga-tee dashboards monitoring');
  if (other !== undefined) throw new UsageError(`dashboards ${other}: one folder at a time`);
  return { folder, overwrite: given.on(setupRows.overwrite) };
}
