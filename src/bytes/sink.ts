/** Takes bytes as far as it can. */
export interface Sink {
  /** True when another program reads it, which may take its time; false for a file. */
  readonly hasReader: boolean;
  /**
   * @param taken called, now or later, with how many bytes were taken; 0 when none can be for the moment; the error when
   *   none ever will be
   */
  take(bytes: Buffer, taken: (count: number | Error) => void): void;
}
