/**
 * A name for each pool, the label of its metrics: the host; with its port where that has another pool on another, and
 * with a number where even that is the same.
 *
 * @param given names that some have already, by their places
 */
export function poolNames(
  urls: readonly URL[],
  given: ReadonlyMap<number, string> = new Map(),
): readonly string[] {
  const used = new Set<string>(given.values());
  return urls.map((url, place) => {
    const known = given.get(place);
    if (known !== undefined) return known;
    const alone = urls.every((other) => other === url || other.hostname !== url.hostname);
    const name = alone ? url.hostname : url.host;
    let unique = name;
    for (let number = 2; used.has(unique); number += 1) unique = `${name}#${number}`;
    used.add(unique);
    return unique;
  });
}
