import { newDashboard, type Row, uids, withRows } from './frame.ts';
import { farmNeeds } from './panels/farm-needs.ts';
import { farmNow } from './panels/farm-now.ts';
import { farmTrends } from './panels/farm-trends.ts';

/** All rigs and cards: what they do together, and which ones need somebody. */
export function farmDashboard() {
  const rows: readonly Row[] = [
    { title: 'Now', panels: farmNow() },
    { title: 'Who needs somebody', panels: farmNeeds() },
    { title: 'Trends', panels: farmTrends() },
  ];
  const dashboard = newDashboard({
    uid: uids.farm,
    title: 'FPGA farm',
    description: 'All rigs and their FPGA cards: totals, alarms, silent cards, the worst cards first.',
    from: 'now-24h',
  });
  return withRows(dashboard, rows);
}
