import { errorWords } from '../error-words.ts';
import type { Topic, Warnings } from '../rig/warnings.ts';

/** Takes a step. Whatever goes wrong in it is told, and the next steps are taken. */
export type Guard = (topic: Topic, what: string, step: () => void) => void;

/** @param warnings are told what failed */
export function createGuard(warnings: Warnings): Guard {
  return (topic, what, step) => {
    try {
      step();
    } catch (error) {
      warnings.raise(topic, `${what} failed (${errorWords(error)}); the rest goes on`);
    }
  };
}
