import { parentPort, workerData } from 'node:worker_threads';
import { runWorker, usualWorkerParts } from './run-worker.ts';

if (parentPort !== null) runWorker(parentPort, workerData, usualWorkerParts);
