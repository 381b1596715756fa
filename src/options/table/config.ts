import { file } from '../readers.ts';
import { jobs, type OptionRow } from '../row.ts';

/** Where options stand that nobody wants to type each time. */
export const configRows = {
  config: {
    name: 'config',
    commands: jobs,
    reader: file,
    off: { help: 'read no configuration file', only: false },
    help: 'take options from this YAML file, by their names (default: config.yaml in the folder fpga-tee of ~/.config, Windows: %APPDATA%; not with --rig); see docs/options.md',
    example: 'config.yaml',
  },
} satisfies Record<string, OptionRow>;
