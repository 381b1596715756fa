/**
 * A name for each pool, the label of its metrics: the host; with its port where that has another pool on another, and
 * with a number where even that is the same.
 */
export function poolNames(urls: readonly URL[]): readonly string[] {
  const used = new Set<string>();
  return urls.map((url) => {
    const alone = urls.every((other) => other === url || other.hostname !== url.hostname);
    const name = alone ? url.hostname : url.host;
    let unique = name;
    for (let number = 2; used.has(unique); number += 1) unique = `${name}#${number}`;
    used.add(unique);
    return unique;
  });
}
