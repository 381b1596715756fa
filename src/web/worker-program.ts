/** The bundle of `worker.ts`, put in here by scripts/build.mjs: the program is one file, and its parts always match. */
declare const WEB_WORKER_PROGRAM: string;

/** The program of the web worker, as text. */
export const workerProgram = WEB_WORKER_PROGRAM;
