/** Stands among the moves of an applied look where it has none on this photo: left out, or behind on the photo that it came from. */
export const NO_MOVE = '';
