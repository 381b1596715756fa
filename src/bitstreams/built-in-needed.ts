/** The needed text of each pattern of the formats that come with the tool; the build, which has proved them, puts it in here. */
export const builtInNeeded: ReadonlyMap<string, string> = new Map();
