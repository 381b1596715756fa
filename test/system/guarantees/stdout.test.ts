import { keeps, promise } from './support/promise.ts';

promise('stdout-closed', async (tool, { run, readLog }) => {
  const [command, ...args] = tool.command('the.log');
  const program = run(command, args);
  await program.stdin.write('line 1\n');
  await program.printed('line 1\n');
  program.closeStdout();
  let printed = 'line 1\n';
  for (let line = 2; line <= 100; line += 1) {
    const text = `line ${line}\n`;
    printed += text;
    await program.stdin.write(text);
  }
  program.stdin.end();
  const code = await program.ended;
  keeps(code === 0, `it ended with ${code}`);
  const log = (await readLog('the.log')).toString();
  keeps(log === printed, `the log has ${log.length} of ${printed.length} bytes`);
});
