// What many cards cost: a panel frame (snapshot, rows, Ink) and the metrics page (snapshot, text), an hour of history behind them.
import { bundled } from '../support/bundled.mjs';
import { atMost } from '../support/table.mjs';
import { median } from '../support/watch.mjs';

const counts = [12, 50, 200];

/**
 * @param {import('../support/workplace.mjs').Workplace} place
 * @returns {Promise<import('../support/table.mjs').Table[]>}
 */
export async function cards(place) {
  /** @type {typeof import('../support/rig.ts')} */
  const { rigOf } = await import(await bundled(place, 'bench/support/rig.ts'));
  const looks = place.settings.quick ? 20 : 60;
  const rows = [];
  for (const count of counts) {
    const rig = rigOf(count);
    if (rig.cards() !== count) throw new Error(`${rig.cards()} cards where ${count} are expected`);
    /** @type {{frame: number[], page: number[]}} */
    const times = { frame: [], page: [] };
    for (let look = 0; look < looks; look += 1) {
      rig.second();
      times.frame.push(await millisecondsOf(rig.frame));
      times.page.push(await millisecondsOf(rig.page));
    }
    const [frame, page] = [median(times.frame), median(times.page)];
    rows.push({ name: `${count} cards`, values: [frame, page, (frame * 1e3) / count, (page * 1e3) / count] });
  }
  const [, some = [], many = []] = rows.map(({ values }) => values);
  const [frame = 0, page = 0, frameOfOne = 0, pageOfOne = 0] = many;
  return [
    {
      title: `Many cards, median of ${looks}, each with new values of all`,
      columns: ['frame ms', 'page ms', 'µs a card', 'µs a card'],
      rows,
      goals: [
        atMost('a panel frame of 200 cards, ms', frame, 10),
        atMost('a metrics page of 200 cards, ms', page, 10),
        atMost('a card in the frame of 200 ÷ of 50', frameOfOne / (some[2] ?? 0), 1.2),
        atMost('a card in the page of 200 ÷ of 50', pageOfOne / (some[3] ?? 0), 1.2),
      ],
      notes: [],
    },
  ];
}

/** @param {() => unknown} step */
async function millisecondsOf(step) {
  const from = performance.now();
  await step();
  return performance.now() - from;
}
