import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

/**
 * The bundle of `worker.ts`, packed, put in here by scripts/bundle.mjs: so the two always
 * match.
 */
declare const PACKED_WEB_WORKER: string;

/** The program of the web worker, as text. */
export async function workerProgram(): Promise<string> {
  const bytes = await promisify(inflate)(Buffer.from(PACKED_WEB_WORKER, 'base64'));
  return bytes.toString();
}
