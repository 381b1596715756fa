import { newDashboard, type Row, uids, withRows } from './frame.ts';
import { cardNow } from './panels/card-now.ts';
import { cardPool } from './panels/card-pool.ts';
import { cardTool } from './panels/card-tool.ts';
import { cardTrends } from './panels/card-trends.ts';

/** One card, or a few of them: how it is now, and how it was. */
export function cardDashboard() {
  const rows: readonly Row[] = [
    { title: 'Now', panels: cardNow() },
    { title: 'Trends', panels: cardTrends() },
    { title: 'Pool', panels: cardPool() },
    { title: 'The tool itself', panels: cardTool() },
  ];
  const dashboard = newDashboard({
    uid: uids.card,
    title: 'FPGA card',
    description:
      'One FPGA card or the cards of a rig: hashrate, temperature, errors and shares, now and over time.',
    from: 'now-24h',
  });
  return withRows(dashboard, rows);
}
