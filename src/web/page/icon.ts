/** A chip, in a colour that says how the rig is. */
export function iconOf(colour: string): string {
  const pins = [20, 32, 44].map((at) => `M${at} 4v56M4 ${at}h56`).join('');
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">' +
    `<path d="${pins}" stroke="${colour}" stroke-width="4"/>` +
    `<rect x="11" y="11" width="42" height="42" rx="6" fill="${colour}"/>` +
    '<path d="M20 40l8-10 7 6 9-13" fill="none" stroke="#fff" stroke-width="4"/></svg>\n'
  );
}

/** What a phone needs to put the page on its home screen. */
export function manifestOf(host: string): string {
  const icons = [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' }];
  const manifest = {
    name: `${host} · fpga-tee`,
    short_name: host,
    start_url: './',
    display: 'standalone',
    background_color: '#14171a',
    theme_color: '#14171a',
    icons,
  };
  return `${JSON.stringify(manifest)}\n`;
}
