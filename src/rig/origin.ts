/** What must be known of the bitstream that a reading was made by, to count right. Every bitstream is one. */
export interface Origin {
  readonly name: string;
  /** Whom shares with lines of their own count for: the only card, or all cards of the process together. */
  readonly sharesOf: 'card' | 'miner';
  /** The patterns of its share failures; none where it does not print any. */
  readonly failures: readonly string[];
}
