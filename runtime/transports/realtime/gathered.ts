import type { Writable } from 'node:stream'

/**
 * What is written to the stream until `soon` goes out in one piece: a step of a call tells several things at once, and
 * each piece costs a system call. To be called before a write.
 */
export function gathered(stream: Pick<Writable, 'cork' | 'uncork'>, soon: (work: () => void) => void): () => void {
  let corked = false
  const uncork = (): void => {
    corked = false
    stream.uncork()
  }
  return () => {
    if (corked) return
    corked = true
    stream.cork()
    soon(uncork)
  }
}
