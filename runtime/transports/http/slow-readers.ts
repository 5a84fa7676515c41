import type { ServerResponse } from 'node:http'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { Wheel } from '#runtime/core/wheel.ts'

export interface Patience {
  /** How long an answer may stand still. */
  readonly graceMs: Millis
  /** What lies in the socket may take as long as this besides. */
  readonly bytesPerSecond: number
  readonly lookMs: Millis
}

const patience: Patience = { graceMs: 30_000, bytesPerSecond: 8 * 1024, lookMs: 5_000 }

/**
 * Ends answers that nobody reads, so that no client holds one for ever. Gives what watches an answer from when it is sent;
 * it costs nothing while the answer goes on.
 */
export function slowReaders(
  clock: Clock,
  { graceMs, bytesPerSecond, lookMs }: Patience = patience,
): (answer: ServerResponse) => void {
  const wheel = new Wheel(clock, lookMs)
  return (answer) => {
    const { socket } = answer
    if (socket === null) return
    let gone = 0
    let due = Number.POSITIVE_INFINITY
    const leave = wheel.join((now) => {
      const waiting = socket.writableLength
      const sent = socket.bytesWritten - waiting
      // An answer that is still being made is not the reader's fault.
      if (sent !== gone || due === Number.POSITIVE_INFINITY || waiting === 0) {
        gone = sent
        due = now + graceMs + (waiting / bytesPerSecond) * 1000
      } else if (now >= due) socket.destroy()
    })
    answer.once('close', leave)
  }
}
