import { define } from './definition.ts';

/** By it the dashboards find whom to ask for. */
export const buildInfo = define({
  name: 'fpga_tee_build_info',
  help: 'Version of fpga-tee, always 1.',
  labels: ['version'],
  collect: ({ tee }) => [{ labels: { version: tee.version }, value: 1 }],
});
