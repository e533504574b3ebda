/** Size at which masks are compared, fitted and traced: what the model looks at. */
export const MASK_SIZE = 1024;
