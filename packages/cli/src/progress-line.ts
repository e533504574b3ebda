/** What a progress line is written to. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows how far a call is. */
export interface ProgressLine {
  show(fraction: number, message: string): void;
  clear(): void;
}

const ERASE_LINE = '\r\u001B[K';

/** One line that is written over and over; nothing at all where no person looks at a terminal. */
export function progressLine(stream: ProgressStream): ProgressLine {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let shown = false;
  return {
    show(fraction, message) {
      const percent = `${Math.round(100 * Math.min(1, Math.max(0, fraction)))}`.padStart(3);
      stream.write(ERASE_LINE + `${percent} % ${message}`.slice(0, (stream.columns ?? 80) - 1));
      shown = true;
    },
    clear() {
      if (shown) stream.write(ERASE_LINE);
      shown = false;
    },
  };
}
