import type { CardState } from '../card.ts';
import type { Happening } from '../happening.ts';
import { type CardLine, clockCode, goodOfTotal, type Message, type Surroundings } from './format.ts';
import { megahertz, timeOfDay } from './printf.ts';

/**
 * What the fx-tokenminer programs (0xbtc, rb4) print alike. Only the positions of the words in a stats line are known
 * for certain; the words themselves are a reconstruction.
 */

/** The lines at the start of the program. */
export function fxBanner(cards: readonly CardState[]): Message[] {
  return [
    { text: '' },
    { text: 'FXTokenMiner v1.50' },
    { text: `Found ${cards.length} valid FPGA's.` },
    ...cards.map((card) => ({ text: `Card with DNA ${card.dna} selected and locked.` })),
  ];
}

/** A stats line up to its solutions. A card alone goes by its DNA, several by their numbers. */
export function fxStats({ card, figures }: CardLine, { at, cards }: Surroundings): string {
  const solutions = goodOfTotal(card.solutions, card.solutionsBad);
  const values = `Err: ${figures.errorRatio}% ${figures.temperature}C ${figures.coreVoltage}V Soln: ${solutions}`;
  return cards === 1
    ? `[${card.dna}] Hash: ${figures.hashrate}GH/s [${figures.clock}MHz] ${values}`
    : `[${timeOfDay(at)}] FPGA${card.index}: ${figures.hashrate}GH/s (${figures.clock}MHz) ${values}`;
}

/** Talk of ten to twelve words, which readers that count words take for statistics, and some shorter. */
const chatter = [
  'New challenge received from pool',
  'the pool sent us a new challenge for this epoch',
  'the pool sent us a new challenge number for this epoch',
  'Requesting clock speed change now please wait until it is done here',
  'Solution 12.5 submitted to pool after 730MHz ramp err 3% ok done',
] as const;

/** The lines between the statistics. */
export function fxTell(happening: Happening): Message[] {
  switch (happening.type) {
    case 'chatter':
      return [{ text: chatter[Math.floor(happening.pick * chatter.length)] ?? chatter[0] }];
    case 'key':
      return [
        { text: `Received ${happening.key} character: Current clock code = ${clockCode(happening.clock)}` },
      ];
    case 'clock-set': {
      const { clock } = happening;
      return [{ text: `Requesting clock speed ${megahertz(clock)}MHz (Code ${clockCode(clock)})...` }];
    }
    case 'ramp-end':
      return [{ text: `FINAL CONFIRMED CLOCK FREQUENCY: ${megahertz(happening.clock)} MHz` }];
    default:
      return [];
  }
}
