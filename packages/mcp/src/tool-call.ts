import type { Call } from '@chemigram/engine';
import type { ServerContext } from '@modelcontextprotocol/server';

/**
 * A request's way of being cancelled and of telling how far it is. Progress goes out only when the client asked for it
 * and only ever upwards (the protocol wants that). `done` resolves when all of it is on the wire, so that the answer comes
 * last; nothing goes out after it.
 */
export function callOf(context: ServerContext): { call: Call; done: () => Promise<void> } {
  const { signal, notify, _meta } = context.mcpReq;
  const progressToken = _meta?.progressToken;
  let last = -1;
  let open = progressToken !== undefined;
  let sent: Promise<unknown> = Promise.resolve();
  return {
    call: {
      signal,
      progress(fraction, message) {
        const progress = Math.min(1, Math.max(0, fraction));
        if (!open || progressToken === undefined || signal.aborted || !(progress > last)) return;
        last = progress;
        const params = { progressToken, progress, total: 1, message };
        // A client that went away is no reason to stop: its request is cancelled by the transport.
        sent = sent.then(() => notify({ method: 'notifications/progress', params })).catch(() => undefined);
      },
    },
    async done() {
      open = false;
      await sent;
    },
  };
}
