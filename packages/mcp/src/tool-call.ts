import type { Call } from '@chemigram/engine';
import type { ServerContext } from '@modelcontextprotocol/server';

/**
 * A request's way of being cancelled and of telling how far it is. Progress goes out only when the client asked for it,
 * only ever upwards (the protocol wants that), and never after `done`.
 */
export function callOf(context: ServerContext): { call: Call; done: () => void } {
  const { signal, notify, _meta } = context.mcpReq;
  const progressToken = _meta?.progressToken;
  let last = -1;
  let open = progressToken !== undefined;
  return {
    call: {
      signal,
      progress(fraction, message) {
        const progress = Math.min(1, Math.max(0, fraction));
        if (!open || progressToken === undefined || signal.aborted || !(progress > last)) return;
        last = progress;
        // A client that went away is no reason to stop: its request is cancelled by the transport.
        notify({ method: 'notifications/progress', params: { progressToken, progress, total: 1, message } }).catch(
          () => undefined,
        );
      },
    },
    done() {
      open = false;
    },
  };
}
