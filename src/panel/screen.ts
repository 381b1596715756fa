/** The terminal as the panel sees it. Writing to it never waits. */
export interface Screen {
  /** Its size now, in character cells. */
  readonly columns: number;
  readonly rows: number;
  /** Takes the whole text, in order; what the terminal cannot take yet is kept for later. */
  write(text: string): void;
  /** True while what was written before is still on its way: nothing new should be made then. */
  congested(): boolean;
  /** Calls back when the size has changed; the returned function takes it back. */
  onResize(listener: () => void): () => void;
}
