import type { ShareCount } from '../../readings/reading.ts';
import type { CardState } from '../card.ts';
import type { Happening } from '../happening.ts';
import {
  type CardLine,
  clockCode,
  type Format,
  goodOfTotal,
  type Habits,
  type Message,
  type Surroundings,
} from './format.ts';
import { dateTime, fixed, megahertz, percentOf } from './printf.ts';

/**
 * What the single-card miners of WhiteFire and Zetheron print alike, whatever they mine. Certain: the formats were
 * read from the vendor's programs.
 */

/** How often these miners tell of what. */
export const zetheronHabits: Habits = {
  newBlock: 60,
  staleWork: 200,
  connectionLoss: 600,
  devFee: 600,
  watchdog: true,
};

/** The lines at the start of the program. */
export function zetheronBanner(cards: readonly CardState[], surroundings: Surroundings): Message[] {
  const target = megahertz(cards[0]?.targetClock ?? 0);
  return [
    { text: 'NIM Miner v9 for Windows, by Zetheron Technology & WhiteFire990' },
    { text: "   (modified from tpruvot's ccminer/cpuminer-multi)" },
    { text: '' },
    { text: '     LAUNCH A SEPARATE INSTANCE OF THIS PROGRAM FOR EACH FPGA DEVICE.' },
    { text: "Press '+' during mining to increase clock speed" },
    { text: `Found ${cards.length} valid FPGA's.` },
    { text: '' },
    ...cards.map((card) => ({ text: `Card with DNA ${card.dna} selected and locked.` })),
    { text: `Target clock speed specified as ${target}MHz` },
    ...cards.flatMap((card) =>
      zetheronTell({ type: 'clock-set', dna: card.dna, clock: card.clock }, surroundings),
    ),
    ...zetheronTell({ type: 'connecting' }, surroundings),
  ];
}

/**
 * A stats line up to its solutions: `%5.3f KH/s`, `%d MHz %d MHz`, `%3.1fC`, `%3.2fV`, `%3.1f%%`, `%d/%d`. The second
 * clock is the one in force.
 */
export function zetheronStats({ card, figures }: CardLine, unit: string): string {
  const { hashrate, targetClock, clock, temperature, coreVoltage, errorRatio } = figures;
  const solutions = goodOfTotal(card.solutions, card.solutionsBad);
  return (
    `[${card.dna}] Hash: ${hashrate} ${unit} [${targetClock} MHz ${clock} MHz ${temperature}C ${coreVoltage}V] ` +
    `Err: ${errorRatio}%  Soln: ${solutions}`
  );
}

/** `accepted: A/N (P%), `, the counts since the start. */
export function acceptedCount({ total, rejected }: ShareCount): string {
  const percent = fixed(percentOf(total - rejected, total), 0, 2);
  return `accepted: ${goodOfTotal(total, rejected)} (${percent}%), `;
}

function shareLines(shares: ShareCount, accepted: boolean, { at, colour }: Surroundings): Message[] {
  const date = `[${dateTime(at)}]`;
  const count = acceptedCount(shares);
  const word = accepted ? 'yay!!!' : 'booooo';
  const line = colour
    ? `${date}\x1b[01;37m ${count}\x1b[${accepted ? 32 : 31}m${word}\x1b[0m`
    : `${date} ${count}(${word})`;
  if (accepted) return [{ text: line }];
  const reason = colour
    ? `${date}\x1b[33m reject reason: invalid share\x1b[0m`
    : `${date} reject reason: invalid share`;
  return [{ text: line }, { text: reason, failure: 'other' }];
}

/** The lines between the statistics. */
export function zetheronTell(happening: Happening, surroundings: Surroundings): Message[] {
  switch (happening.type) {
    case 'share':
      return shareLines(happening.shares, happening.reason === null, surroundings);
    case 'hardware-error': {
      const nonce = happening.nonce.padStart(16, '0');
      const ids = `[Instance = 0000000000000003  Nonce = ${nonce}]`;
      const text = `-----HARDWARE ERROR: Increase voltage or decrease clock speed ${ids}`;
      return [{ text, event: 'hardware_error' }];
    }
    case 'over-temperature': {
      const [limit, now] = [fixed(happening.limit, 0, 6), fixed(happening.temperature, 0, 6)];
      const text = `!!!! Error: Maximum temperature (${limit}) exceeded. Current temperature: ${now} !!!!`;
      return [{ text, event: 'over_temperature' }];
    }
    case 'connection-lost':
      return [
        { text: `Nano connection ${happening.reason}`, event: 'connection_lost' },
        { text: `...retry after ${happening.retryAfter} seconds` },
      ];
    case 'connecting':
      return [{ text: `[${dateTime(surroundings.at)}] Connecting to wss://pool.example:2053` }];
    case 'stale-work':
      return [{ text: 'Stale work.', event: 'stale_work' }];
    case 'new-block':
      return [{ text: 'NIMIQ New block!', event: 'new_block' }];
    case 'watchdog':
      return [{ text: `Watchdog timer: ${happening.accepted} accepted shares in the last 4 minutes.` }];
    case 'watchdog-exit': {
      const text = 'Watchdog timer error: No shares submitted for 4 minutes.  Exiting.';
      return [{ text, event: 'watchdog_exit' }];
    }
    case 'clock-set': {
      const clock = megahertz(happening.clock);
      return [
        { text: `[${happening.dna}] Setting clock to ${clock}MHz = ${clock} MHz`, event: 'clock_change' },
        { text: `Last confirmed clock speed = ${clock} MHz` },
      ];
    }
    case 'key': {
      const { key, clock, requested } = happening;
      const request = `Requesting clock speed ${megahertz(requested)}MHz (Code ${clockCode(requested)})...`;
      return [
        { text: `Received ${key} character: Current clock code = ${clockCode(clock)}` },
        { text: request, event: 'clock_change' },
      ];
    }
    case 'dev-fee': {
      const minutes = fixed(happening.minutes, 4, 1);
      const text = `Switching to dev fee mining (for WhiteFire990) for ${minutes} minutes...`;
      return [{ text, event: 'dev_fee' }, { text: 'Connecting to dev fee pool' }];
    }
    case 'user-mining': {
      const text = `Switching to user mining for ${fixed(happening.minutes, 4, 1)} minutes...`;
      return [{ text, event: 'user_mining' }];
    }
    case 'ramp-end': {
      const text = `FINAL CONFIRMED CLOCK FREQUENCY: ${megahertz(happening.clock)} MHz`;
      return [{ text, event: 'clock_change' }];
    }
    case 'chatter':
      return [];
    default:
      return unreachable(happening);
  }
}

function unreachable(happening: never): never {
  throw new Error(`no words for ${JSON.stringify(happening)}`);
}

/** What the single-card miners of the family have in common: one line a solution found, shares counted for all. */
export const zetheronCard = {
  newlineFirst: true,
  statsAt: 'solution',
  table: false,
  solutionRate: 1,
  shareProbability: 0.15,
  sharesOf: 'miner',
  habits: zetheronHabits,
  banner: zetheronBanner,
  tell: zetheronTell,
} satisfies Partial<Format>;
