/** Names that nothing else has; coins only in capitals. */
const names =
  /(?<![\w./-])(?:(?:eth|etc|ubq)hash|[kK]aw[pP]ow|(?:evr|fire?o|meow|vbk)?-?[pP]rog[pP]ow\w*|[fF]iro[pP]ow|[aA]utolykos\w*|[oO]ctopus|(?:k?[hH]eavy|[kK]arlsen|[pP]yrin|[fF]ish|[xX]elis|[nN]exa|[bB]eam|[rR]andom|[vV]erus)(?:[hH]ash|[pP]ow|X)\w*|[bB]lake(?:2[bs]|3)\w*|[cC]uck(?:oo|aroo|atoo)\w*|[eE]quihash\w*|[zZ]el?[hH]ash|[nN]eo[sS]crypt|[vV]erthash|[eE]aglesong|[gG]hostrider|sha(?:256|512|3)\w*|kaspa|karlsen|radiant|alephium|ironfish|ETH|ETC|ERG|KAS|KLS|RVN|CFX|FLUX|ALPH|NEXA|IRON|ZIL|TON|DCR|LBC|PASC|ZEC|XMR)(?![\w./-])/g;

/** A word in front of the whole line: `ETH: `, `Ethereum - `. */
const caption = /^\s*([A-Z][\w/-]{1,15}?)(?::\s| - )/;
const noName = /^(?:GPU|CPU|FPGA|ASIC|DNA|Device|Card|Board|Total|Speed|Hash|Rate|Pool|Uptime)/i;

/** Short names that count only in front of a rate: `GPU 0 - ton: 811 Mh/s`. */
const beforeRate =
  /(?<![\w-])(ton|cnv?\w{0,12}|rx\/\w+|x1[1-7]\w*|lyra2\w*|mtp\w*|phi\w*|abel|kas|nimiq|trtl\w*|ergo|zil):\s*\d+(?:\.\d+)?\s?[kKMGTP]?[hH](?:ash)?\/s/;

/** The algorithm or coin that a line is about, and where a second one begins, if it does. */
export function algorithmIn(line: string): {
  readonly name: string | null;
  readonly secondAt: number | null;
} {
  const captioned = caption.exec(line)?.[1];
  const first = captioned === undefined || noName.test(captioned) ? null : captioned;
  const found = [...line.matchAll(names)];
  const name = first ?? found[0]?.[0] ?? beforeRate.exec(line)?.[1] ?? null;
  const second = found.find(([other]) => other.toLowerCase() !== (found[0]?.[0] ?? '').toLowerCase());
  return { name, secondAt: second?.index ?? null };
}
