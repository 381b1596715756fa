/** One piece of an expression's source: an escape, a class, the start of a group, or one character. */
const piece =
  /\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|k<\w+>|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<\w+>))?|[\s\S]/y;
const repetition = /[*+?]\??|\{\d+(?:,\d*)?\}\??/y;

/**
 * The longest text that stands in whatever an expression matches, as far as that is easily seen; `''` where there is none.
 * Looking for a text takes a tenth of the time of trying the expression.
 *
 * @param source of an expression that minds the case of letters
 */
export function neededText(source: string): string {
  return new Scan(source).longest();
}

/** Goes through the pieces once. What stands in groups of one alternative counts, all else between texts parts them. */
class Scan {
  readonly #source: string;
  #at = 0;
  #text = '';
  #longest = '';

  constructor(source: string) {
    this.#source = source;
  }

  longest(): string {
    return this.#alternatives() === 1 ? this.#longest : '';
  }

  /** Up to the end, or to the end of the group. */
  #alternatives(): number {
    let count = 1;
    while (this.#at < this.#source.length) {
      const [text = ''] = this.#take(piece) ?? [];
      if (text === ')') break;
      if (text === '|') count += 1;
      if (text.startsWith('(')) this.#group(text);
      else this.#single(text);
    }
    this.#part();
    return count;
  }

  /** Only what is there once and says nothing else than its text counts. */
  #group(start: string): void {
    this.#part();
    const longest = this.#longest;
    const alternatives = this.#alternatives();
    const repeated = this.#take(repetition) !== null;
    const looksAround = /[=!]$/.test(start);
    if (alternatives > 1 || repeated || looksAround) this.#longest = longest;
  }

  #single(text: string): void {
    const character = characterOf(text);
    const repeated = this.#take(repetition) !== null;
    if (character === null || repeated) this.#part();
    else this.#text += character;
  }

  #part(): void {
    if (this.#text.length > this.#longest.length) this.#longest = this.#text;
    this.#text = '';
  }

  #take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#source);
    if (found !== null) this.#at = expression.lastIndex;
    return found;
  }
}

/** The one character that the piece stands for; `null` where it may be several. */
function characterOf(text: string): string | null {
  if (/^\\[^\w]$/.test(text)) return text.slice(1);
  return text.length === 1 && !/[.^$|]/.test(text) ? text : null;
}
