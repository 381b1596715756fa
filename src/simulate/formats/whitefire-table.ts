import type { CardLine, Format } from './format.ts';
import { dateTime, fixed } from './printf.ts';
import { acceptedCount, zetheronTell } from './zetheron.ts';

/** The table's columns: width, title, and what stands in a card's row. */
const columns: readonly (readonly [width: number, title: string, cell: (line: CardLine) => string])[] = [
  [5, 'FPGA#', ({ card }) => card.index.toFixed(0)],
  [10, 'DEVICE', ({ card }) => card.device],
  [10, 'Clock(MHz)', ({ figures }) => figures.clock],
  [10, 'Vcore(V)', ({ figures }) => figures.coreVoltage],
  [9, 'Temp( ℃ )', ({ figures }) => figures.temperature],
  [14, 'Hashrate(GHs)', ({ figures }) => figures.hashrate],
  [8, 'GoodSols', ({ card }) => (card.solutions - card.solutionsBad).toFixed(0)],
  [8, 'BadSols', ({ card }) => card.solutionsBad.toFixed(0)],
  [12, 'HW-Error(%)', ({ figures }) => figures.errorRatio],
  [24, 'DNA', ({ card }) => card.dna],
];

const header = columns.map(([width, title]) => `| ${title.padEnd(width)} `).join('');

function row(line: CardLine): string {
  return columns.map(([width, , cell]) => `| ${cell(line).padEnd(width)} `).join('');
}

/**
 * WhiteFire and Osprey multi-card miners: all cards of the process in a table printed again and again, shares counted
 * for all cards together. Green whether or not it goes to a terminal.
 */
export const whitefireTable: Format = {
  model: {
    device: 'VU35P',
    clock: 525e6,
    hashrate: 1.81e9,
    steady: { coreVoltage: { mean: 0.6, deviation: 0.001 } },
  },
  precision: { hashrateUnit: 'GH/s', hashrate: 4, clock: 0, temperature: 2, coreVoltage: 2, errorRatio: 2 },
  newlineFirst: false,
  statsAt: 'interval',
  table: true,
  solutionRate: 2,
  shareProbability: 0.04,
  sharesOf: 'miner',
  habits: { connectionLoss: 600, staleWork: 200 },
  // No banner of these miners is known; these are the words of their single-card siblings.
  banner: (cards) => [
    { text: `Found ${cards.length} valid FPGA's.` },
    ...cards.map((card) => ({ text: `Card with DNA ${card.dna} selected and locked.` })),
  ],
  stats: (lines) => {
    const sum = lines.reduce((total, { figures }) => total + Number(figures.hashrate), 0);
    return [header, ...lines.map(row), `------- Sum hashrate = ${fixed(sum, 0, 6)}`];
  },
  tell(happening, surroundings) {
    if (happening.type !== 'share') return zetheronTell(happening, surroundings);
    const accepted = happening.reason === null;
    const words = `${acceptedCount(happening.shares)}(${accepted ? 'yay!!!' : 'booooo'}) `;
    const line = `[${dateTime(surroundings.at)}] \x1b[1;${accepted ? 32 : 31}m${words}\x1b[0m `;
    return [{ text: '' }, { text: line }];
  },
};
