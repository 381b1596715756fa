import { UsageError } from '../../values/usage-error.ts';
import type { Source, Sources } from '../source.ts';

/**
 * What is said of options as if they had been typed, with the names of the variables and the file's places where the
 * values stand instead.
 *
 * @param sources by the names of the options
 */
export function withSource(error: unknown, sources: Sources): unknown {
  if (!(error instanceof UsageError)) return error;
  const [, subject = ''] = /^--(?:no-)?([a-z-]+)/.exec(error.message) ?? [];
  const source = sources.get(subject);
  if (source === undefined) return error;
  const others = [...sources].filter(([, { type }]) => type === 'variable');
  const message = others.reduce(withVariable, error.message);
  if (source.type === 'variable') return new UsageError(message);
  return new UsageError(`${source.place}: ${message.replace(/^--(?:no-)?[a-z-]+/, source.key)}`);
}

/** `--port 1` is `FPGA_TEE_PORT=1` there. */
function withVariable(message: string, [option, source]: readonly [string, Source]): string {
  if (source.type !== 'variable') return message;
  const written = new RegExp(`--(?:no-)?${option}(?![\\w-])( (?=\\S+: |\\w+://))?`, 'g');
  return message.replace(written, (_, value: string | undefined) =>
    value === undefined ? source.name : `${source.name}=`,
  );
}
