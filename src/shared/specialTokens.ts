export const paddingId = 0;
export const unknownId = 1;
/** Of the texts that a decoder writes. */
export const startId = 2;
export const endId = 3;

/** The tokens of the first ids. */
export const specialTokens = ['<padding>', '<unknown>'] as const;
export const targetTokens = [...specialTokens, '<start>', '<end>'] as const;
