/** Something that is made when it is first asked for. */
export interface MadeOnce<T> {
  /** The same for all who ask; a failure is forgotten, so that whoever asks next has it tried again. */
  (): Promise<T>;
  /** What was begun, without beginning it; null where nothing was. */
  begun(): Promise<T> | null;
}

/** Makes something at most once, as soon as somebody asks for it. */
export function madeOnce<T>(make: () => Promise<T>): MadeOnce<T> {
  let made: Promise<T> | null = null;
  const ask = (): Promise<T> => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
  return Object.assign(ask, { begun: () => made });
}
