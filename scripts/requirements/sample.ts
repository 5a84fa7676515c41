/** `count` of the items in an order that the seed alone decides (Fisher-Yates over mulberry32). */
export function sampleOf<T>(items: readonly T[], count: number, seed: number): T[] {
  const random = mulberry32(seed)
  const drawn = [...items]
  for (let last = drawn.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const held = drawn[last]!
    drawn[last] = drawn[other]!
    drawn[other] = held
  }
  return drawn.slice(0, count)
}

/** Numbers from 0 to 1 that the seed alone decides. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
