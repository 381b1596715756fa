import { plainText } from '../lines/safe-text.ts';
import * as format from '../readings/format.ts';
import { gaugeNames, gauges } from '../readings/gauges.ts';
import { type CardOrder, cardOrders, type PanelSettings } from './settings.ts';
import { cropSpans, faint, firstFitting, type Span, spansWidth, text } from './span.ts';

const key = (name: string): Span => text(name, { bold: true });

const head = 'keys';

/** How the time that the sparklines show is called, short enough for the head of their column. */
export function spanWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Number((seconds / 3600).toFixed(1))} h`;
}

/**
 * What is shown of the tool's own keys: while they are open what each does, else what a person must not forget. Nothing,
 * where nothing was chosen.
 *
 * @param held lines that are held back
 */
export function keyRows(
  settings: PanelSettings,
  held: number,
  columns: number,
): readonly (readonly Span[])[] {
  return rowsOf(settings, held, columns).map((row) => cropSpans(row, columns));
}

function rowsOf(settings: PanelSettings, held: number, columns: number): readonly (readonly Span[])[] {
  const { menu } = settings;
  if (menu.type === 'open') return openRows(settings, menu.help, columns);
  if (menu.type === 'closed') return reminderRows(settings, held);
  if (menu.type === 'confirm') return [[faint(`${head} `), text(plainText(menu.text), { colour: 'red' })]];
  return [[faint(`${head} `), text(plainText(menu.text), { colour: 'yellow' })]];
}

const sortedGauges = gaugeNames.filter((name) => cardOrders.includes(name)).map((name) => gauges[name].words);

function orderWords(order: CardOrder): string {
  if (order === 'found') return 'as found';
  return (order === 'name' ? null : gauges[order].column.order) ?? 'by name';
}

interface Key {
  readonly key: string;
  readonly does: string;
  /** A sentence for the help. */
  readonly help: string;
  /** Left out where there is no room for all of them. */
  readonly seldom?: boolean;
}

function keysOf({ order, trendSpan, paused, miners, chosen, opener }: PanelSettings): readonly Key[] {
  const free = opener === '';
  const all = miners.length > 0 && chosen === null;
  const who = miners[chosen ?? -1] ?? 'the miner';
  return [
    {
      key: 'p',
      does: paused ? 'play' : 'pause',
      help: paused ? 'show the lines that were held back' : 'hold the lines back, to scroll in peace',
    },
    {
      key: 's',
      does: orderWords(order),
      help: `sort the cards: as found, by ${['name', ...sortedGauges].join(', ')}`,
    },
    {
      key: 't',
      does: trendSpan === null ? 'all time' : `over ${spanWords(trendSpan)}`,
      help: 'another time for the trend: all so far, 5 min, 1 h, 24 h',
    },
    ...(all || free ? [] : [{ key: 'r', does: 'restart', help: `ramp ${who} down and start it again` }]),
    { key: 'e', does: 'events', help: 'what happened of late, or not any more', seldom: true },
    { key: 'i', does: 'address', help: "the page's address for a phone, as a QR code", seldom: true },
    { key: '↑↓', does: 'card', help: 'all that is known of a card', seldom: true },
    { key: 'd', does: 'detach', help: 'take the panel away, or bring it back; all else goes on' },
    ...(free
      ? [{ key: 'q', does: 'quit', help: 'end this; the miners go on' }]
      : [
          {
            key: 'q',
            does: all ? 'stop all' : 'stop',
            help: `ramp ${all ? 'all miners' : who} down, and end; asks once more`,
          },
        ]),
    { key: 'h', does: 'help', help: 'close this help' },
  ];
}

function openRows(settings: PanelSettings, help: boolean, columns: number): readonly (readonly Span[])[] {
  const keys = keysOf(settings);
  const miners = settings.miners.length === 0 ? [] : [minersRow(settings, columns)];
  if (!help) {
    const row = (some: readonly Key[]) => [faint(head), ...some.flatMap((one) => shown(one.key, one.does))];
    return [firstFitting([row(keys), row(keys.filter(({ seldom }) => seldom !== true))], columns), ...miners];
  }
  const last =
    settings.opener === ''
      ? { key: 'ESC', help: 'closes what was opened' }
      : { key: 'Ctrl-]', help: 'types itself to the miner; ESC closes this' };
  return [
    ...[...keys, last].map(({ key: name, help: sentence }, place): readonly Span[] => [
      faint((place === 0 ? head : '').padEnd(head.length + 1)),
      key(name.padEnd(last.key.length)),
      text(`  ${sentence}`),
    ]),
    ...legendRows(),
    ...miners,
  ];
}

/** What colours and marks mean. */
function legendRows(): readonly (readonly Span[])[] {
  const blanks = faint(''.padEnd(head.length + 1));
  return [
    [
      blanks,
      text('green', { colour: 'green' }),
      text(' well  '),
      text('yellow', { colour: 'yellow' }),
      text(' take care  '),
      text('red!', { colour: 'red' }),
      text(' over its limit, or silent'),
    ],
    [
      blanks,
      text('1.23↓', { colour: 'yellow' }),
      text(' slower than it usually is  '),
      faint('dimmed'),
      text(' the last that was read  – not told'),
    ],
  ];
}

function shown(name: string, does: string): readonly Span[] {
  return [text(' '), key(name), text(` ${does} `)];
}

/** Whom to choose. Names give way to their numbers where there is no room. */
function minersRow({ miners, chosen }: PanelSettings, columns: number): readonly Span[] {
  const first = faint('show');
  const all = mark(shown('0', 'all'), chosen === null);
  const next = shown('n ←→', 'next');
  const names = miners
    .slice(0, 9)
    .map((name, place) => mark(shown(`${place + 1}`, plainText(name)), place === chosen));
  const row = [first, ...all, ...names.flat(), ...next];
  if (spansWidth(row) <= columns) return row;
  const last = Math.min(9, miners.length);
  const who = chosen === null ? [] : [faint(' now '), text(plainText(miners[chosen] ?? ''))];
  return [first, ...all, ...shown(`1–${last}`, 'one miner'), ...next, ...who];
}

/** The one that is chosen, so that it is seen without colour too. */
function mark(spans: readonly Span[], chosen: boolean): readonly Span[] {
  const last = spans.at(-1);
  return chosen && last !== undefined ? [...spans.slice(0, -1), text(`${last.text.trimEnd()}*`)] : spans;
}

function reminderRows(settings: PanelSettings, held: number): readonly (readonly Span[])[] {
  const { paused, miners, chosen } = settings;
  const opener = settings.opener === '' ? '' : 'Ctrl-] ';
  const name = chosen === null ? undefined : miners[chosen];
  const who = text(
    opener === ''
      ? ` the lines of ${plainText(name ?? '')} are shown`
      : ` to ${plainText(name ?? '')}, whose lines are shown`,
  );
  const lines = text(` paused, ${format.plural(held, 'line')} held back`, { colour: 'yellow' });
  return [
    ...(name === undefined
      ? []
      : [[faint(opener === '' ? 'view' : head), who, faint(`  ${opener}0 shows all`)]]),
    ...(paused ? [[faint('view'), lines, faint(`  ${opener}p goes on`)]] : []),
  ];
}
