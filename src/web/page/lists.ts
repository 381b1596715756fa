import { basename } from 'node:path';
import { age, bytes, duration, gaugeText, hashrate, plural } from '../../readings/format.ts';
import type { ShareCount } from '../../readings/reading.ts';
import { type Alert, type AlertKind, nameOf } from '../../rig/alert.ts';
import { poolWords } from '../../rig/pool-words.ts';
import type { RigEvent } from '../../rig/rig-event.ts';
import type { MinerSnapshot, PoolSnapshot, TeeSnapshot } from '../../rig/snapshot.ts';
import { stallWords } from '../../rig/stall-words.ts';
import { element, escapeHtml, list } from './html.ts';
import { percent } from './rejects.ts';

/** Events that a page shows, the newest. */
const mostEvents = 12;

/** Alerts of which the text says for how long. */
const saysHowLong: ReadonlySet<AlertKind> = new Set(['silent', 'stuck']);

/** What is the matter, in words, and what the tool warns of. */
export function troubleList(alerts: readonly Alert[], warnings: readonly string[]): string {
  const told = alerts.map(
    (alert) =>
      `<b>${escapeHtml(nameOf(alert))}</b> ${escapeHtml(alert.text)}${saysHowLong.has(alert.kind) ? '' : ` <small>for ${duration(alert.lasting)}</small>`}`,
  );
  return list([...told, ...warnings.map(escapeHtml)], 'bad');
}

/** What happened of late, the newest first. */
export function eventList(events: readonly RigEvent[], takenAt: number): string {
  if (events.length === 0) return '';
  const told = events
    .slice(-mostEvents)
    .reverse()
    .map((event) => {
      const times = event.times > 1 ? ` <small>${event.times} times</small>` : '';
      const ago = `<small>${age(takenAt - event.at)} ago</small>`;
      return `${ago} <b>${escapeHtml(nameOf(event))}</b> ${escapeHtml(event.text)}${times}`;
    });
  return `<h2>Events</h2>\n${list(told, 'events')}`;
}

/** A line for each miner. */
export function minerList(miners: readonly MinerSnapshot[]): string {
  return miners.map(minerLine).join('');
}

function minerLine(miner: MinerSnapshot): string {
  const { status, stalls, run } = miner;
  const [worst] = stalls;
  const state = miner.up ? 'miner prints' : 'miner silent';
  const facts = [
    ...(worst === undefined ? [state] : [`stuck, ${stallWords(worst)}`]),
    ...(status === null ? [] : [status.text]),
    ...(miner.uptime === null ? [] : [`up ${duration(miner.uptime)}`]),
    ...(miner.silentFor === null ? [] : [`last output ${age(miner.silentFor)} ago`]),
    plural(miner.restarts, 'restart'),
    ...(run?.lastExit == null ? [] : [`last end: ${run.lastExit}`]),
    ...(miner.process.cardsTell || miner.process.hashrate === null ? [] : [hashrate(miner.process.hashrate)]),
    ...(miner.process.power === null ? [] : [gaugeText('power', miner.process.power)]),
    ...(miner.shares === null ? [] : [`shares ${miner.shares.total}, ${rejectedWords(miner.shares, miner)}`]),
  ];
  const bad = !miner.up || worst !== undefined || status?.level === 'bad';
  return `<p class="${bad ? 'bad' : 'faint'}">${escapeHtml(miner.source)}: ${escapeHtml(facts.join(' · '))}</p>\n`;
}

function rejectedWords({ rejected }: ShareCount, { rejectRatio }: MinerSnapshot): string {
  const lately = rejectRatio === null || rejectRatio === 0 ? '' : ` (${percent(rejectRatio)} in 1 h)`;
  return `${rejected} rejected${lately}`;
}

/** A line for each pool. */
export function poolList(pools: readonly PoolSnapshot[]): string {
  return pools.map(poolLine).join('');
}

function poolLine(pool: PoolSnapshot): string {
  const { state, hashrate: rate, cards, ratio, share, balance } = poolWords(pool);
  const facts =
    state === null
      ? [[rate, cards, ratio?.text].filter((text) => text).join(', '), share?.text, balance].filter(
          (text) => text,
        )
      : [state.text];
  const bad = pool.problem !== null || share?.colour === 'red';
  return `<p class="${bad ? 'bad' : 'faint'}">pool ${escapeHtml(pool.name)}: ${escapeHtml(facts.join(' · '))}</p>\n`;
}

/** What the tool itself does, and where a phone gets here. */
export function toolLine({ log, uptime, metrics }: TeeSnapshot): string {
  const address = metrics?.fromNetwork ?? null;
  const facts = [
    log === null ? 'no log' : `log ${escapeHtml(basename(log.path))}, ${bytes(log.size)}`,
    ...(log !== null && log.dropped > 0 ? [element('span', `${bytes(log.dropped)} lost`, 'bad')] : []),
    `running for ${duration(uptime)}`,
    ...(address === null ? [] : [`on a phone: ${escapeHtml(address)}`]),
  ];
  return element('p', facts.join(' · '), 'faint');
}
