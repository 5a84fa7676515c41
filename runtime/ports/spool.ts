import type { Readable } from 'node:stream'

/** A recording on its way to the blobs. */
export interface Recording {
  readonly tenantId: string
  readonly callId: string
  readonly sampleRateHz: number
  /** Caller left and agent right, or both on one. */
  readonly channels: 1 | 2
}

/** Takes a recording down, in whatever pieces. */
export interface SpoolWriter {
  /**
   * PCM16 at this byte of the recording; the buffer is kept, or given back to `done`. Never blocks: what a slow disk cannot
   * take stays silent.
   */
  write(pcm: Buffer, at: number, done?: (pcm: Buffer) => void): void
  /** Makes the file whole, so many bytes of audio long. Rejects when the disk does not take it. */
  finish(bytes: number): Promise<SpooledRecording>
}

/** A whole WAV file that waits for its upload. */
export interface SpooledRecording extends Recording {
  /** Of the file. */
  readonly bytes: number
  readonly durationMs: number
  /** How much of it is silent because the disk was slow or failed; 0 when that is not known. */
  readonly lostMs: number
  /** Where it lies, when that is a file. */
  readonly file?: string
  open(): Readable
  /** Once its blob is stored. A second removal is none. */
  remove(): Promise<void>
}

/** Where recordings lie from their first sample until they are blobs. What is written survives the process. */
export interface Spool {
  begin(recording: Recording): SpoolWriter
  /** Makes whole what processes that are gone left behind; nobody else gets it then. Asked once, at the start. */
  leftovers(): Promise<SpooledRecording[]>
  close(): Promise<void>
}
