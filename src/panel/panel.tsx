import { Box, Text, Transform } from 'ink';
import { paint, type Row } from './span.ts';

/** What the terminal can show. */
export interface PanelLook {
  readonly colour: boolean;
  /** Nothing but ASCII. */
  readonly ascii?: boolean;
}

/** The card statistics below the miner's lines, row by row. */
export function Panel({ rows, colour, ascii = false }: PanelLook & { readonly rows: readonly Row[] }) {
  return (
    <Box flexDirection="column">
      {rows.map((row) => (
        <PanelRow key={row.key} row={row} colour={colour} ascii={ascii} />
      ))}
    </Box>
  );
}

/**
 * One row, painted by a transformation of a placeholder. Ink keeps every text that it ever measured, for good; twelve
 * cards twice a second would be some 300 MB a day. So it gets to measure the placeholder only. The rows know their
 * width, there is nothing for Ink to lay out.
 */
function PanelRow({ row, colour, ascii = false }: PanelLook & { readonly row: Row }) {
  return (
    <Transform transform={() => paint(row.spans, colour, ascii)}>
      <Text>-</Text>
    </Transform>
  );
}
