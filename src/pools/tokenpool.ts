import { connect, type EngineSession, SessionLost, type SocketEvent } from './engine-io.ts';
import { nothingTold, type PollIo, type Pool, type PoolReading } from './pool.ts';
import { PoolProblem } from './problem.ts';
import { rateOfShares, type Share } from './share-rate.ts';
import { numberOf, property, timeOf } from './values.ts';
import { within } from './within.ts';

/** How a generation of the pools is asked; the address stands under the name that it knows. */
interface Generation {
  readonly key: 'address' | 'ethMinerAddress';
  readonly details: readonly [ask: string, answer: string];
  readonly shares: readonly [ask: string, answer: string];
}

/** 2018 to 2020, Socket.IO 2. */
const first: Generation = {
  key: 'address',
  details: ['getMinerDetails', 'minerDetails'],
  shares: ['getMinerSubmittedShares', 'minerSubmittedShares'],
};
/** Since 2021, Socket.IO 3. */
const second: Generation = {
  key: 'ethMinerAddress',
  details: ['getMinerData', 'minerData'],
  shares: ['getMinerShares', 'minerShares'],
};

/** Hashes that a share of difficulty 1 takes on average: its target is 2^234. */
const hashesPerDifficulty = 2 ** 22;
/** Balances are counted in so many parts of a token. */
const partsOfToken = 1e8;
/** Seconds in which the list of shares must follow the details: not every pool has one. */
const patienceForShares = 2;
/** Answers that are looked through for the right ones: the pool tells everybody of much else. */
const mostRounds = 40;
/** Shares of a list that are looked at; the pools send a hundred, or 250. */
const mostShares = 1000;

/** A pool of the 0xBitcoin software, https://github.com/0xbitcoin/tokenpool: over Socket.IO, by one short exchange a poll. */
export function tokenpool(url: URL, address: string): Pool {
  return {
    async poll(io, signal) {
      try {
        return await exchange(url, address, io, signal);
      } catch (error) {
        if (!(error instanceof SessionLost) || signal.aborted) throw error;
        return exchange(url, address, io, signal);
      }
    },
  };
}

async function exchange(url: URL, address: string, io: PollIo, signal: AbortSignal): Promise<PoolReading> {
  const session = await connect(io.session, url, signal);
  const generations = session.protocol === 3 ? [first, second] : [second, first];
  const [usual = first] = generations;
  const question = ({ key }: Generation, [name]: Generation['details']): SocketEvent => ({
    name,
    argument: { [key]: address },
  });
  // Whoever does not know an event does not answer it, so the other generation's can be asked as well.
  await session.emit(
    [...generations.map((one) => question(one, one.details)), question(usual, usual.shares)],
    signal,
  );
  const heard = new Map<string, unknown>();
  const detailNames = generations.map(({ details }) => details[1]);
  await hear(session, heard, detailNames, signal);
  const [, sharesName] = usual.shares;
  await within(patienceForShares, io.timers, signal, async (until) => {
    await hear(session, heard, [sharesName], until);
    // The server lets go of what it keeps for us.
    await session.close(until);
  }).catch(() => {
    // Without it there is less to tell.
  });
  const details = detailNames.find((name) => heard.has(name)) ?? '';
  return tokenpoolReading(heard.get(details), heard.get(sharesName), io.now());
}

/** Listens until one of the events has come; the others of interest that come before are kept as well. */
async function hear(
  session: EngineSession,
  heard: Map<string, unknown>,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const known = [first, second].flatMap(({ details, shares }) => [details[1], shares[1]]);
  for (let rounds = 0; !names.some((name) => heard.has(name)); rounds += 1) {
    if (rounds >= mostRounds) throw new PoolProblem('says much, but nothing of the miner');
    for (const { name, argument } of await session.receive(signal)) {
      if (known.includes(name)) heard.set(name, argument);
    }
  }
}

/**
 * What the two answers tell.
 *
 * @param details the miner's record, of either generation
 * @param list the miner's shares; anything but an array when there is none
 * @param now Unix seconds
 */
export function tokenpoolReading(details: unknown, list: unknown, now: number): PoolReading {
  const number = (name: string): number | null => numberOf(property(details, name));
  const hashrate = number('hashRate') ?? number('hashrate') ?? number('avgHashrate');
  const lastShareAt = timeOf(property(details, 'lastSubmittedSolutionTime'), now);
  const shareCount = number('validSubmittedSolutionsCount');
  const mined = number('alltimeTokenBalance');
  const awarded = number('tokensAwarded');
  // The newer pools count up what was mined and what of it was paid.
  const owed = mined === null ? number('tokenBalance') : Math.max(0, mined - (awarded ?? 0));
  const shares = sharesOf(list, now);
  // A time that can't be right is a trace all the same.
  const told = number('lastSubmittedSolutionTime');
  const traces = [told, lastShareAt, hashrate, shareCount, number('shareCredits'), owed, mined, awarded];
  // A miner that it does not know has a record as well, in which everything is 0 or missing.
  const addressKnown = traces.some((value) => value !== null && value > 0) || shares.length > 0;
  if (!addressKnown) return { ...nothingTold, kind: 'tokenpool', addressKnown };
  return {
    kind: 'tokenpool',
    addressKnown,
    hashrate,
    fromShares: Array.isArray(list) ? rateOfShares(shares, now) : null,
    lastShareAt:
      lastShareAt ?? shares.reduce<number | null>((newest, { at }) => Math.max(newest ?? 0, at), null),
    balance: owed === null ? null : { amount: owed / partsOfToken, currency: '' },
    shareCount,
  };
}

function sharesOf(list: unknown, now: number): readonly Share[] {
  if (!Array.isArray(list)) return [];
  return list.slice(0, mostShares).flatMap((share) => {
    const at = timeOf(property(share, 'time'), now);
    const difficulty = numberOf(property(share, 'difficulty'));
    return at === null || difficulty === null ? [] : [{ at, hashes: difficulty * hashesPerDifficulty }];
  });
}
