import { duration } from '../readings/format.ts';
import type { MinerRun, MinerState, MinerStatus } from '../rig/snapshot.ts';
import type { RampDownStep } from './ramp-down.ts';
import type { SupervisorEvent, SupervisorState } from './supervisor.ts';

/** How a miner came to its end. */
export type MinerEnd = Extract<SupervisorEvent, { readonly type: 'stopped' | 'gave-up' }>;

const stepWords: Readonly<Record<RampDownStep, string>> = {
  escape: 'ESC sent',
  interrupt: 'SIGINT sent',
  'await-lost': 'waits for the miner that lost its terminal',
  terminate: 'SIGTERM sent',
  kill: 'SIGKILL sent',
  leave: 'it does not end, and is left alone',
};

/**
 * What is to be said of a started miner besides its output; `null` while it simply runs.
 *
 * @param end how it ended, once it has
 * @param now seconds on the monotonic clock
 */
export function runStatus(state: SupervisorState, end: MinerEnd | null, now: number): MinerStatus | null {
  switch (state.type) {
    case 'not-started':
      return { text: 'not started yet', level: 'plain' };
    case 'running':
      return null;
    case 'ramping-down': {
      const { step } = state.ramp;
      const words = `${step === 'await-lost' ? '' : 'ramping down: '}${stepWords[step]}`;
      const level = step === 'leave' || step === 'await-lost' ? 'bad' : 'plain';
      if (state.cause === null) return { text: words, level };
      const besideStall = `${words}, then a restart`;
      return { text: `${besideStall} (${state.cause.reason})`, besideStall, level };
    }
    case 'waiting': {
      const left = duration(Math.max(0, Math.ceil(state.restartAt - now)));
      return { text: `restarts in ${left} (${state.cause.reason})`, level: 'bad' };
    }
    case 'over':
      if (end === null || end.type === 'stopped') return { text: 'stopped', level: 'plain' };
      if (end.because === 'limit')
        return { text: `given up after too many restarts (${end.reason})`, level: 'bad' };
      if (end.because === 'starts-elsewhere')
        return { text: `not started again: it ends at once (${end.reason})`, level: 'bad' };
      return { text: `ended (${end.reason})`, level: end.code === 0 ? 'plain' : 'bad' };
  }
}

const states: Readonly<Record<SupervisorState['type'], MinerState>> = {
  'not-started': 'not started',
  running: 'running',
  'ramping-down': 'ramping down',
  waiting: 'waiting',
  over: 'ended',
};

/**
 * Where a started miner is.
 *
 * @param lastExit how its last run ended; `''` before one has
 * @param now seconds on the monotonic clock
 */
export function runOf(state: SupervisorState, lastExit: string, now: number): MinerRun {
  return {
    state: states[state.type],
    lastExit: lastExit || null,
    restartIn: state.type === 'waiting' ? Math.max(0, state.restartAt - now) : null,
  };
}
