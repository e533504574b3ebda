/** A place in the line, and then at work. */
export interface Turn {
  /** Settles when a place is free for it. */
  readonly granted: Promise<void>;
  /** Gives the place back, or stops waiting for one. */
  leave(): void;
}

interface Waiting {
  readonly photo: string;
  readonly grant: () => void;
}

/** What is known of a photo of which something waits or is at work. */
interface Share {
  /** Its places at work. */
  busy: number;
  /** How many turns had been given, of all photos, when it got its last. */
  served: number;
}

/**
 * A few places that photos share: the next one goes to the photo that holds fewest, of equals to the one that was served
 * longest ago, and within a photo to who came first. So a hundred renders of one photo delay another photo by one.
 */
export class FairTurns {
  readonly #places: number;
  readonly #waiting: Waiting[] = [];
  readonly #shares = new Map<string, Share>();
  #turns = 0;
  #busy = 0;

  constructor(places: number) {
    this.#places = places;
  }

  take(photo: string): Turn {
    let grant = (): void => undefined;
    const granted = new Promise<void>((settle) => (grant = settle));
    const waiting: Waiting = { photo, grant };
    this.#waiting.push(waiting);
    this.#next();
    const leave = (): void => {
      const place = this.#waiting.indexOf(waiting);
      if (place >= 0) this.#waiting.splice(place, 1);
      else this.#end(photo);
      this.#next();
    };
    return { granted, leave };
  }

  #next(): void {
    if (this.#busy >= this.#places || this.#waiting.length === 0) return;
    const next = this.#waiting.reduce((best, one) => (this.#isBefore(one.photo, best.photo) ? one : best));
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    this.#shares.set(next.photo, { busy: this.#shareOf(next.photo).busy + 1, served: ++this.#turns });
    this.#busy++;
    next.grant();
  }

  #end(photo: string): void {
    const share = this.#shareOf(photo);
    this.#busy--;
    share.busy--;
    // Nothing is remembered of a photo that nobody asks for.
    if (share.busy === 0 && this.#waiting.every((one) => one.photo !== photo)) this.#shares.delete(photo);
  }

  #isBefore(photo: string, other: string): boolean {
    const [a, b] = [this.#shareOf(photo), this.#shareOf(other)];
    return a.busy === b.busy ? a.served < b.served : a.busy < b.busy;
  }

  #shareOf(photo: string): Share {
    return this.#shares.get(photo) ?? { busy: 0, served: 0 };
  }
}
