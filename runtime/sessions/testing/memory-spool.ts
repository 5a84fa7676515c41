import { Readable } from 'node:stream'
import type { Recording, Spool, SpooledRecording } from '#runtime/ports/spool.ts'

/** What was written of a recording: stretches of silence are not there. */
type Pieces = readonly { readonly stereo: Buffer; readonly at: number }[]

/** Recordings in memory; `kept` are those that were finished and not removed. */
export function memorySpool(): Spool & {
  readonly kept: Map<string, Pieces>
  leave(recording: Omit<Recording, 'channels'>): void
} {
  const kept = new Map<string, Pieces>()
  const left: SpooledRecording[] = []
  const spooled = (recording: Recording, pieces: Pieces, bytes: number): SpooledRecording => {
    kept.set(recording.callId, pieces)
    return {
      ...recording,
      bytes,
      durationMs: (bytes / (2 * recording.channels) / recording.sampleRateHz) * 1000,
      lostMs: 0,
      open: () => Readable.from(pieces.map(({ stereo }) => stereo)),
      remove: async () => void kept.delete(recording.callId),
    }
  }
  return {
    kept,
    leave: (recording) =>
      void left.push(spooled({ ...recording, channels: 2 }, [{ stereo: Buffer.alloc(400), at: 0 }], 400)),
    begin: (recording) => {
      const pieces: { stereo: Buffer; at: number }[] = []
      return {
        write: (stereo, at) => void pieces.push({ stereo, at }),
        finish: async (bytes) => spooled(recording, pieces, bytes),
      }
    },
    leftovers: async () => left.splice(0),
    close: async () => {},
  }
}
