import { startMiner } from '../../src/run/pty-miner.ts';
import { loadPty } from '../../src/run/pty-package.ts';

/** A program that starts miners, one for each argument, which is a script for a shell; for tests of how it ends. */
const pty = await loadPty();
for (const script of process.argv.slice(2)) {
  startMiner(
    pty,
    { file: 'sh', args: ['-c', script], directory: process.cwd(), environment: process.env },
    { columns: 80, rows: 24 },
    {
      onBytes: (chunk) => process.stdout.write(chunk),
      onExit: ({ code }) => process.stdout.write(`ended ${code}\n`),
    },
  );
}
