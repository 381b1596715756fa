/** Which columns are not shown, in which order the others stand, and what they are called. */
export function organize(
  hidden: readonly string[],
  order: Readonly<Record<string, number>>,
  names: Readonly<Record<string, string>> = {},
) {
  return {
    id: 'organize',
    options: {
      excludeByName: Object.fromEntries(hidden.map((name) => [name, true])),
      indexByName: order,
      renameByName: names,
    },
  };
}
