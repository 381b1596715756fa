import type { EventKind } from '../readings/reading.ts';
import type { Subject } from './alert.ts';
import type { AlertChange } from './alert-watch.ts';
import { alertOverWords } from './alert-words.ts';
import { mostEvents, type RigEvent, type RigEventKind } from './rig-event.ts';
import type { CardSnapshot, MinerSnapshot, RigSnapshot } from './snapshot.ts';

/** Seconds within which the same that happens to the same one is the same event. */
const soon = 300;

type CountedKind = Exclude<RigEventKind, 'alert' | 'alert_over'>;

/** What is counted, in words. */
const words: Readonly<Record<CountedKind, string>> = {
  share_rejected: 'share rejected',
  hardware_error: 'hardware error',
  over_temperature: 'too hot, says the miner',
  connection_lost: 'connection lost',
  dev_fee: 'dev fee',
  clock_change: 'clock changed',
  watchdog_exit: 'ended by its watchdog',
  restart: 'miner restarted',
};

/** Of the kinds of lines those that are told as they are. */
const ofLines = [
  'over_temperature',
  'connection_lost',
  'dev_fee',
  'clock_change',
  'watchdog_exit',
] as const satisfies readonly EventKind[];

type Counts = Partial<Record<CountedKind, number>>;

/**
 * The newest events of a rig, seen as what a look counts more than the look before: the way of a line to its reading
 * has nothing to do with it.
 */
export class EventLog {
  #events: readonly RigEvent[] = [];
  #before = new Map<string, Counts>();

  /** Oldest first. */
  get list(): readonly RigEvent[] {
    return this.#events;
  }

  /** What has been counted since the last look has happened now. */
  look(rig: RigSnapshot): void {
    const now = new Map<string, Counts>();
    const counted: [Subject, Counts][] = [
      ...rig.miners.map((miner): [Subject, Counts] => [
        { card: null, source: miner.source },
        countsOfMiner(miner, rig),
      ]),
      ...rig.cards.map((card): [Subject, Counts] => [
        { card: card.name, source: card.source },
        countsOfCard(card),
      ]),
    ];
    for (const [subject, counts] of counted) {
      const key = JSON.stringify([subject.source, subject.card]);
      now.set(key, counts);
      this.#compare(subject, this.#before.get(key), counts, rig.takenAt);
    }
    this.#before = now;
  }

  /** An alert began, or is over. */
  alert({ type, alert }: AlertChange, at: number): void {
    const { card, source } = alert;
    const kind = type === 'begun' ? 'alert' : 'alert_over';
    const text = type === 'begun' ? alert.text : alertOverWords(alert);
    this.#push({ card, source, kind, at, times: 1, text });
  }

  #compare(subject: Subject, before: Counts | undefined, counts: Counts, at: number): void {
    for (const kind of countedKinds) {
      const count = counts[kind];
      // What a miner has counted before it is first seen is no news.
      const known = before?.[kind] ?? (isOfLines(kind) ? 0 : count);
      if (count !== undefined && known !== undefined && count > known)
        this.#happened(subject, kind, count - known, at);
    }
  }

  #happened(subject: Subject, kind: CountedKind, times: number, at: number): void {
    const same = this.#events.findLast(
      (event) => event.kind === kind && event.card === subject.card && event.source === subject.source,
    );
    const goesOn = same !== undefined && kind !== 'restart' && at - same.at < soon && at >= same.at;
    if (goesOn) this.#events = this.#events.filter((event) => event !== same);
    this.#push({ ...subject, kind, at, times: times + (goesOn ? same.times : 0), text: words[kind] });
  }

  #push(event: RigEvent): void {
    this.#events = [...this.#events, event].slice(-mostEvents);
  }
}

const countedKinds = Object.keys(words).filter((kind): kind is CountedKind => kind in words);

function isOfLines(kind: CountedKind): boolean {
  return ofLines.some((known) => known === kind) || kind === 'restart';
}

function countsOfCard({ totals, events }: CardSnapshot): Counts {
  return {
    ...eventsOf(events),
    ...known('share_rejected', totals.sharesRejected ?? sumOf(totals.failures)),
    ...known('hardware_error', totals.solutionsBad ?? events.hardware_error ?? null),
  };
}

function countsOfMiner(
  { source, events, shares, failures, restarts }: MinerSnapshot,
  rig: RigSnapshot,
): Counts {
  // Where the cards count them, a line of the miner's is about the same ones.
  const counted = rig.cards.some((card) => card.source === source && card.totals.solutionsBad !== null);
  return {
    ...eventsOf(events),
    restart: restarts,
    ...known('share_rejected', shares?.rejected ?? sumOf(failures)),
    ...known('hardware_error', counted ? null : (events.hardware_error ?? null)),
  };
}

function eventsOf(events: CardSnapshot['events']): Counts {
  return Object.fromEntries(ofLines.map((kind) => [kind, events[kind] ?? 0]));
}

function known(kind: CountedKind, count: number | null): Counts {
  return count === null ? {} : { [kind]: count };
}

function sumOf(failures: CardSnapshot['totals']['failures']): number | null {
  return failures === null ? null : failures.stale + failures.difficulty + failures.other;
}
