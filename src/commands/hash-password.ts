import { print } from './print.ts';

/** `fpga-tee hash-password`: asks for a password and prints its hash, for a web configuration. */
export async function askForPassword(): Promise<number> {
  const { hashPassword } = await import('../web/config/hash-password.ts');
  const { stdin } = process;
  let printed = '';
  const code = await hashPassword({
    stdin,
    hideTyping: stdin.isTTY ? (hide) => stdin.setRawMode(hide) : null,
    say: (text) => process.stderr.write(text),
    print: (text) => {
      printed = text;
    },
  });
  return (await print(printed)) || code;
}
