/** What the panel's own texts are made of: each takes one column, which need not be looked up. */
const single = /^[\x20-\x7e°·×–…‹›─│┤▀▁▂▃▄▅▆▇█\u2800-\u28ff]*$/;
/** The same with colours between. */
const singleColoured = /^[\x1b\x20-\x7e°·×–…‹›─│┤▀▁▂▃▄▅▆▇█\u2800-\u28ff]*$/;

/** Whether each character of a text takes one column, on any terminal. */
export function isPlain(text: string): boolean {
  return single.test(text);
}

let segmenter: Intl.Segmenter | null = null;

/**
 * What is seen as one character each. ICU, which knows them all, is got ready by the first text that needs it: that would
 * be a good part of a start. The build gives this to Ink's packages for their own.
 */
export const graphemes = {
  segment(text: string): Iterable<{ readonly segment: string; readonly index: number }> {
    if (singleColoured.test(text)) return [...text].map((segment, index) => ({ segment, index }));
    segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    return segmenter.segment(text);
  },
};
