import { forGauges, type GaugeName, gauges } from './gauges.ts';
import type { Limits } from './limits.ts';

/** From where on a card's values are yellow and red, in SI units; `null` where no value is bad by itself. */
export type CardLimits = Readonly<Record<GaugeName | 'rejectRatio', Limits | null>>;

/** For the part of the last hour's shares that the pool rejected. */
const rejectLimits: Limits = { yellow: 0.02, red: 0.05 };

/** Those of a card of which nobody said anything else. */
export const usualLimits: CardLimits = {
  ...forGauges((name) => gauges[name].limits),
  rejectRatio: rejectLimits,
};
