import type { WebSocket } from 'ws'
import type { LineEnd } from '../faults/line.ts'

/** Bytes that may wait in a socket before the sender is made to wait. */
const mostBuffered = 64 * 1024

/** A WebSocket as the end of a line. */
export const socketEnd = (socket: WebSocket): LineEnd => ({
  deliver(chunk) {
    if (socket.bufferedAmount < mostBuffered) {
      socket.send(chunk)
      return undefined
    }
    return new Promise((resolve) => socket.send(chunk, () => resolve()))
  },
  error: () => socket.close(1011, 'NET-0000'),
  disconnect: () => socket.terminate(),
  garbage: () => '{"type": "Resul\u0007',
})
