import { safeColour } from './safe-colour.ts';
import { createMarkLimit, reset, visibleText } from './safe-text.ts';

/**
 * A miner's output as it comes, half lines at once, made fit for a terminal: text, tabs, CR, LF and colours. For when
 * there is no panel that shows whole lines; the same is left out as there.
 */
export interface SafeStream {
  /**
   * @param text whole characters; an escape sequence may go on in the next piece
   * @returns what may be shown now; of a sequence that has not ended at the most 64 characters are held
   */
  push(text: string): string;
  /** The end: what must still be written so that no colour stays. */
  end(): string;
}

/**
 * Where the text is: outside of sequences; behind ESC; behind ESC and intermediates; in a CSI sequence, before or in its intermediates; in a string that
 * ends with ST, or with BEL as well. A string is not held but left out as it comes, so none is too long.
 */
type State = 'text' | 'escape' | 'intermediate' | 'csi' | 'csi intermediate' | 'string' | 'string or bel';

/** Longest list of a colour's numbers. */
const longestParameters = 64;
const colourParameters = /^[0-9:;]{0,64}$/;

/** ESC and the 8-bit controls that begin a sequence, and the ends of lines. */
const notable = /[\n\r\x1b\x90\x98\x9b\x9d-\x9f]/g;
const endOfString = /[\n\r\x18\x1a\x1b\x9c]/g;
const endOfStringOrBel = /[\n\r\x07\x18\x1a\x1b\x9c]/g;

/** A safe stream; without `colour` none gets through. */
export function createSafeStream({ colour }: { readonly colour: boolean }): SafeStream {
  const limitMarks = createMarkLimit();
  let state: State = 'text';
  let parameters = '';
  let coloured = false;
  let shown = '';

  /** Text up to the next character that means something. Gives where that is. */
  const takeText = (text: string, from: number): number => {
    const next = find(notable, text, from);
    if (next > from) shown += limitMarks(visibleText(text.slice(from, next)));
    const what = text[next];
    if (what === undefined) return next;
    state = stateAfter(what);
    // A colour in the 8-bit form is none here: nobody prints it in UTF-8.
    if (state === 'csi') parameters = what;
    if (what === '\n' || what === '\r') {
      if (what === '\n' && coloured) shown += reset;
      coloured &&= what !== '\n';
      shown += what;
    }
    return next + 1;
  };

  const takeColour = (): void => {
    const sequence = colour && colourParameters.test(parameters) ? safeColour(parameters) : '';
    if (sequence === '') return;
    shown += sequence;
    coloured = true;
  };

  /** One character of an escape sequence, or the first behind it. Gives whether it belonged to it. */
  const takeOfSequence = (character: string): boolean => {
    if (state === 'escape' && '[]PX^_'.includes(character)) {
      // The 8-bit form of the same.
      state = stateAfter(String.fromCharCode(character.charCodeAt(0) + 0x40));
      parameters = '';
      return true;
    }
    if (/[ -/]/.test(character)) {
      state = state === 'csi' || state === 'csi intermediate' ? 'csi intermediate' : 'intermediate';
      return true;
    }
    if (state === 'csi' && /[0-?]/.test(character)) {
      // One more than what is allowed makes it no colour.
      if (parameters.length <= longestParameters) parameters += character;
      return true;
    }
    const belongs = (state === 'escape' || state === 'intermediate' ? /[0-~]/ : /[@-~]/).test(character);
    if (state === 'csi' && character === 'm') takeColour();
    state = 'text';
    return belongs;
  };

  const take = (text: string): string => {
    shown = '';
    let at = 0;
    while (at < text.length) {
      switch (state) {
        case 'text':
          at = takeText(text, at);
          break;
        case 'string':
        case 'string or bel': {
          at = find(state === 'string' ? endOfString : endOfStringOrBel, text, at);
          const end = text[at];
          if (end === undefined) break;
          state = 'text';
          if (end === '\x07' || end === '\x9c') at += 1;
          break;
        }
        default:
          if (takeOfSequence(text[at] ?? '')) at += 1;
      }
    }
    return shown;
  };

  return {
    push: take,
    end: () => (coloured ? reset : ''),
  };
}

function stateAfter(character: string): State {
  switch (character) {
    case '\x1b':
      return 'escape';
    case '\x9b':
      return 'csi';
    case '\x9d':
      return 'string or bel';
    case '\x90':
    case '\x98':
    case '\x9e':
    case '\x9f':
      return 'string';
    default:
      return 'text';
  }
}

/** Where the expression is found next; the text's length when nowhere. */
function find(expression: RegExp, text: string, from: number): number {
  expression.lastIndex = from;
  return expression.exec(text)?.index ?? text.length;
}
