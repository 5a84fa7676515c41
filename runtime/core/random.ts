/** Where randomness comes from: `count` bytes that nobody can guess (or, in a test, everybody). */
export type RandomBytes = (count: number) => Buffer
