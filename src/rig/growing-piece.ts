import type { Line, OutputPiece } from '../lines/cut.ts';
import type { ShapedLine } from './line-shapes.ts';

/** A piece of the output, while its lines are found in the one way or the other. */
export class GrowingPiece implements OutputPiece {
  readonly bytes: Uint8Array;
  readonly lines: Line[] = [];
  readonly #texts: (string | ShapedLine)[] = [];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get text(): string {
    return this.#texts.map((part) => (typeof part === 'string' ? part : part.written)).join('');
  }

  add({ text, lines }: OutputPiece): void {
    this.#texts.push(text);
    for (const line of lines) this.lines.push(line);
  }

  addLine(line: ShapedLine): void {
    this.#texts.push(line);
    this.lines.push(line);
  }
}
