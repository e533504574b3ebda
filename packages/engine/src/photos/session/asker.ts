/** Who asks for pictures, and for how long: each call of an operation is one. */
export interface Asker {
  /** Aborted when it gives up; what others wait for goes on. */
  readonly signal?: AbortSignal;
  /** Called when a picture is asked of darktable for it, alone or together with others, or is there. */
  readonly onAsked?: () => void;
  /** Nobody waits for it yet: see RenderCall. */
  readonly ahead?: boolean;
}
