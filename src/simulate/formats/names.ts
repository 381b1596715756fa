/** The bitstreams whose miners can be simulated, by the names of the parsers that read them. */
export const simulatedBitstreams = ['0xbtc', 'rb4', 'nimiq', 'whitefire', 'whitefire-table'] as const;

/** One of {@link simulatedBitstreams}. */
export type SimulatedBitstream = (typeof simulatedBitstreams)[number];
