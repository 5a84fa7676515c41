import type { Pack } from '#sdks/contract/replay/pack.ts'

/** A line a frame. */
export const packText = ({ frames, ...head }: Pack): string =>
  `${JSON.stringify(head).slice(0, -1)},"frames":[\n${frames.map((frame) => JSON.stringify(frame)).join(',\n')}\n]}\n`
