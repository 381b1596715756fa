import type { LoadedWebConfig } from './load.ts';
import { webProblemLine } from './web-config.ts';

/**
 * Why nothing can be started with a web configuration, a line for each reason; none when it can. One that says nothing
 * is refused: a full disk leaves such a file behind, and all that it guarded would be open after the next start.
 *
 * @param file its path as the user gave it
 * @param named what has named it, such as `--web-config`: the file may not be what the user meant
 */
export function whyNotToStart(loaded: LoadedWebConfig, file: string, named: string): readonly string[] {
  if (loaded.type === 'problems') {
    return loaded.problems.map((problem) =>
      problem.line === null ? `${named} ${webProblemLine(file, problem)}` : webProblemLine(file, problem),
    );
  }
  if (!loaded.access.empty) return [];
  const message = 'says nothing; give it basic_auth_users or tls_server_config, or start without it';
  return [webProblemLine(file, { line: null, message })];
}
