import type { Server } from 'node:net';
import type { Timers } from '../time.ts';

/** Where to listen, and whom to tell how it goes. */
export interface ListenOptions {
  /** `null` for all interfaces: IPv6 and IPv4 where there is IPv6, else IPv4. */
  readonly host: string | null;
  readonly port: number;
  readonly retryAfter: number;
  readonly timers: Timers;
  readonly onProblem: (line: string) => void;
  readonly onListening: () => void;
  /** Connections come in again after one could not be accepted, for want of descriptors for instance. */
  readonly onAccepting: () => void;
}

/** Listens, and while that fails says once why and tries again. The returned function ends the trying. */
export function keepListening(server: Server, options: ListenOptions): () => void {
  let told: string | undefined;
  let cancel = () => {};
  let ended = false;
  let refusing = false;
  const listen = () => {
    // Without a host Node listens on `::` for both kinds of addresses, or on 0.0.0.0 where IPv6 is switched off.
    const where = options.host === null ? { port: options.port } : { port: options.port, host: options.host };
    server.listen(where);
  };
  const tell = (line: string) => {
    if (line !== told) options.onProblem(line);
    told = line;
  };
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (ended) return;
    if (server.listening) {
      refusing = true;
      tell(`the metrics server could not accept a connection (${error.code ?? error.message})`);
      return;
    }
    tell(`${whyNot(error, options)}; trying again every ${options.retryAfter} s`);
    cancel = options.timers.after(options.retryAfter, listen);
  });
  server.on('connection', () => {
    if (!refusing) return;
    refusing = false;
    told = undefined;
    options.onAccepting();
  });
  server.on('listening', () => {
    if (ended) {
      server.close();
      return;
    }
    told = undefined;
    options.onListening();
  });
  listen();
  return () => {
    ended = true;
    cancel();
  };
}

function whyNot(error: NodeJS.ErrnoException, { host, port }: ListenOptions): string {
  switch (error.code) {
    case 'EADDRINUSE': {
      const by = port === 9090 ? ' (Prometheus itself uses it)' : ' by another program';
      return `port ${port} is taken${by}; choose another with --port`;
    }
    case 'EACCES':
    case 'EPERM':
      return port < 1024
        ? `port ${port} is for administrators only; choose one from 1024 on with --port`
        : `port ${port} is not allowed here; choose another with --port`;
    case 'EINVAL':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return `this machine has no address ${host ?? 'to listen on'}; choose another with --host, or none for all`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host name ${host} is not known; choose an address with --host, or none for all`;
    default:
      return `the metrics server cannot listen on port ${port} (${error.code ?? error.message})`;
  }
}
