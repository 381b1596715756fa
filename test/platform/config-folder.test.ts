import { expect, test } from 'vitest';
import { configFolder } from '../../src/platform/config-folder.ts';

test.each([
  [{ HOME: '/home/me' }, 'linux', '/home/me/.config/fpga-tee'],
  [{ HOME: '/home/me', XDG_CONFIG_HOME: '/etc/mine' }, 'linux', '/etc/mine/fpga-tee'],
  [{ HOME: '/home/me', XDG_CONFIG_HOME: 'relative' }, 'linux', '/home/me/.config/fpga-tee'],
  [{ HOME: '/home/me', XDG_CONFIG_HOME: '' }, 'darwin', '/home/me/.config/fpga-tee'],
  [{}, 'linux', null],
  [{ APPDATA: 'C:\\Users\\me\\AppData\\Roaming' }, 'win32', 'C:\\Users\\me\\AppData\\Roaming\\fpga-tee'],
  [{ HOME: '/home/me' }, 'win32', null],
] as const)('with %j on %s it is %s', (environment, platform, folder) => {
  expect(configFolder(environment, platform)).toBe(folder);
});
