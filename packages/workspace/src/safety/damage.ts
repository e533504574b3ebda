/** Nothing is ever reset behind the photographer's back: the way out is theirs to take. */
export const DAMAGE_HINT =
  "Nothing was changed. doctor says what is damaged and what a repair would do; the photo's folder is an ordinary git repository.";
