import type { NetworkInterfaceInfo } from 'node:os';

/** What containers and virtual machines add: nobody outside of this machine gets there. */
const inside = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|lxc|cni|flannel)/;
/** Networks of homes and companies. */
const local = /^(?:192\.168\.|10\.|172\.(?:1[6-9]|2\d|3[01])\.)/;

/**
 * The machine's own address on its network, for another device to type; `null` where it has none.
 *
 * @param interfaces as `os.networkInterfaces` has them
 */
export function networkAddress(
  interfaces: Readonly<NodeJS.Dict<readonly Pick<NetworkInterfaceInfo, 'address' | 'family' | 'internal'>[]>>,
): string | null {
  const addresses = Object.entries(interfaces)
    .filter(([name]) => !inside.test(name))
    .flatMap(([, infos]) => infos ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  return addresses.find((address) => local.test(address)) ?? addresses[0] ?? null;
}
