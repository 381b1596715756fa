/**
 * Sends a signal to one process. Unlike `process.kill`, it refuses what would reach more than one: 0 is the group in which
 * the tests themselves run, and a process id that could not be read is easily 0.
 *
 * @param pid as a number, or as a file or `/proc` has it
 * @throws where it is no process's id, or there is no such process
 */
export function signal(pid: number | string, name: NodeJS.Signals): void {
  const id = Number(pid);
  if (!Number.isInteger(id) || id < 2) throw new Error(`${name}: '${pid}' is no process`);
  process.kill(id, name);
}
