/**
 * Makes values one at a time for any number who ask: all who ask before one is begun share it, and who asks while one is
 * being made shares the next. So each gets a value that is newer than the question.
 */
export function shared<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let next: Promise<Value> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const begin = (): Promise<Value> => {
    next = null;
    return make();
  };
  return () => {
    next ??= last.then(begin, begin);
    last = next;
    return next;
  };
}
