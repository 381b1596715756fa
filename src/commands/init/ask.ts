import { createInterface } from 'node:readline';

/** Why no answer came: Ctrl-C, or the end of the input. */
export type NoAnswer = 'interrupted' | 'ended';

/** Asks one question after the other. */
export interface Asker {
  readonly ask: (question: string) => Promise<{ readonly text: string } | NoAnswer>;
  readonly close: () => void;
}

/** Asks on the terminal. */
export function askOnTerminal(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Asker {
  const lines = createInterface({ input, output });
  let over: NoAnswer | null = null;
  lines.on('SIGINT', () => {
    over = 'interrupted';
    lines.close();
  });
  lines.on('close', () => {
    over ??= 'ended';
  });
  return {
    ask: (question) =>
      new Promise((resolve) => {
        if (over !== null) {
          resolve(over);
          return;
        }
        const givenUp = (): void => {
          output.write('\n');
          resolve(over ?? 'ended');
        };
        lines.once('close', givenUp);
        lines.question(question, (answer) => {
          lines.off('close', givenUp);
          resolve({ text: answer.trim() });
        });
      }),
    close: () => lines.close(),
  };
}
