import { errorWords } from '../error-words.ts';
import type { Topic } from '../rig/warnings.ts';
import type { Shared } from './job-options.ts';

/** A part of a job that is loaded and started when the input that was there already has been taken. */
export interface Later<State> {
  /** `null` while it has not started, and where it could not. */
  state(): State | null;
  /** Stops it, also when it is only just being started. */
  stop(): Promise<void>;
}

/** What is not wanted in a job. */
export const never: Later<never> = { state: () => null, stop: () => Promise.resolve() };

/**
 * @param start loads and starts it
 * @param without what there is not when that fails: the job goes on without it, and a warning says so
 */
export function startLater<State>(
  { io, warnings }: Pick<Shared, 'io' | 'warnings'>,
  start: () => Promise<{ state(): State | null; stop(): unknown }>,
  topic: Topic,
  without: string,
): Later<State> {
  let part: { state(): State | null; stop(): unknown } | null = null;
  const starting = io.idle.then(start).then(
    (started) => {
      part = started;
    },
    (error: unknown) => warnings.raise(topic, `${without}: ${errorWords(error)}`),
  );
  return {
    state: () => part?.state() ?? null,
    async stop() {
      await starting;
      await part?.stop();
    },
  };
}
