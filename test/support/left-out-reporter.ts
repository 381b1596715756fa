import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end, in one block, which tests were left out and what they need. */
export class LeftOutReporter implements Reporter {
  readonly #whole: readonly string[];

  /** @param whole what was left out as a whole, in a line each */
  constructor(whole: readonly string[]) {
    this.#whole = whole;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = [...this.#whole, ...linesOf(modules)];
    if (lines.length === 0) return;
    process.stdout.write(`\nLeft out here (with CI=1 a failure):\n${lines.join('\n')}\n`);
  }
}

/** A line for each reason: how many tests, and in which files. */
function linesOf(modules: readonly TestModule[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const module of modules) {
    for (const test of module.children.allTests('skipped')) {
      const result = test.result();
      // One that was not chosen for this run has no note.
      if (result.state !== 'skipped' || result.note === undefined) continue;
      const files = byReason.get(result.note) ?? [];
      byReason.set(result.note, [...files, path.basename(module.moduleId)]);
    }
  }
  return [...byReason].map(([reason, files]) => {
    const count = files.length === 1 ? '1 test needs' : `${files.length} tests need`;
    return `  ${count} ${reason}: ${[...new Set(files)].join(', ')}`;
  });
}
