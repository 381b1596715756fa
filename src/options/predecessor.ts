/** The exporters that this program succeeds, and the bitstream that each of them read. */
const exporters: Readonly<Record<string, string>> = { 'tokenminer-metrics': '0xbtc', 'rb4-metrics': 'rb4' };

/**
 * The arguments with what the predecessor's exporter of that name did without being told: its bitstream, its metric names,
 * its names of cards. So batch files that start it go on.
 */
export function likePredecessor(args: readonly string[]): readonly string[] {
  const [name = '', ...rest] = args;
  const bitstream = Object.hasOwn(exporters, name) ? exporters[name] : undefined;
  if (bitstream === undefined) return args;
  const has = (...options: readonly string[]) =>
    rest.some((arg) => options.some((option) => arg === option || arg.startsWith(`${option}=`)));
  const logs = Math.max(1, logsOf(rest));
  const cards = Array.from({ length: logs }, (_, card) => `card${card}`);
  return [
    ...rest,
    ...(has('-b', '--bitstream', '--format') ? [] : ['--bitstream', bitstream]),
    ...(has('-c', '--card', '--cardnames') ? [] : ['--cardnames', ...cards]),
    ...(has('--legacy-metrics') ? [] : ['--legacy-metrics']),
  ];
}

/** How many logs are followed. */
function logsOf(args: readonly string[]): number {
  const at = args.findIndex((arg) => ['-m', '--minerlogpaths', '--follow'].includes(arg));
  if (at === -1) return 0;
  const behind = args.slice(at + 1);
  const end = behind.findIndex((arg) => arg.startsWith('-'));
  return end === -1 ? behind.length : end;
}
