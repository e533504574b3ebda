import type { Readable, Writable } from 'node:stream';
import type { Engine } from '@chemigram/engine';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { serverFactory, type ServerIdentity } from './server.ts';
import { guardStdout } from '@chemigram/providers/stdout-guard';
import { Wire } from './wire.ts';

/** Where the protocol runs; by default the process's own stdin and stdout, the latter guarded. */
export interface ServeOptions {
  readonly identity: ServerIdentity;
  readonly stdin?: Readable;
  readonly stdout?: Writable;
  /** Told of what goes wrong outside of any request. */
  readonly onerror?: (error: Error) => void;
}

/** A server that runs. */
export interface McpHandle {
  /** Stops answering and closes the engine. */
  close(): Promise<void>;
  /** Resolves once the client has gone or `close` was called, and the engine is closed. */
  readonly closed: Promise<void>;
}

/**
 * Serves an engine over MCP on stdio, to clients that open with `initialize` (2025-11-25 and before) and to those of
 * 2026-07-28. When stdin ends, requests under way are cancelled and the engine is closed; so they are behind a message of more
 * than 10 MB.
 */
export function serveMcp(engine: Engine, options: ServeOptions): McpHandle {
  const stdin = options.stdin ?? process.stdin;
  const stdout = options.stdout ?? guardStdout();
  const serving = serveStdio(serverFactory(engine, options.identity), {
    transport: new Wire(stdin, stdout, () => void close()),
    ...(options.onerror === undefined ? {} : { onerror: options.onerror }),
  });

  const { promise: closed, resolve, reject } = withResolvers();
  let closing = false;
  const close = (): Promise<void> => {
    if (!closing) {
      closing = true;
      serving
        .close()
        .finally(() => engine.close())
        .then(resolve, reject);
    }
    return closed;
  };
  return { close, closed };
}

/** Promise.withResolvers, which Node 20 does not have. */
function withResolvers(): { promise: Promise<void>; resolve: () => void; reject: (reason: unknown) => void } {
  let resolve!: () => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
