import { type FileHandle, open } from 'node:fs/promises'
import { type WavFormat, wavHeader, wavHeaderBytes } from '#runtime/core/wav.ts'
import type { SpooledRecording, SpoolWriter } from '#runtime/ports/spool.ts'
import type { Beat } from './beat.ts'
import { finishWav } from './wav-repair.ts'
import { writeAll } from './write-all.ts'

/** What may still wait for the disk, shared by all writers. */
export interface Room {
  free: number
}

type Done = (bytes: number, lostBytes: number) => SpooledRecording

/** Writes one WAV file behind the call's back, a piece after the other; holes are silence. */
export class DiskWriter implements SpoolWriter {
  readonly #file: string
  readonly #format: WavFormat
  readonly #room: Room
  readonly #beat: Beat
  readonly #onTrouble: (error: unknown) => void
  readonly #done: Done
  readonly #waiting: { stereo: Buffer; at: number; done: (stereo: Buffer) => void }[] = []
  #handle: FileHandle | null = null
  #writing: Promise<void> | null = null
  #awaitsBeat = false
  #lostBytes = 0
  #failing = false

  constructor(
    file: string,
    format: WavFormat,
    { room, beat }: { room: Room; beat: Beat },
    onTrouble: (error: unknown) => void,
    done: Done,
  ) {
    this.#file = file
    this.#format = format
    this.#room = room
    this.#beat = beat
    this.#onTrouble = onTrouble
    this.#done = done
    this.#work()
  }

  write(stereo: Buffer, at: number, done: (stereo: Buffer) => void = () => {}): void {
    if (stereo.length > this.#room.free) {
      this.#lostBytes += stereo.length
      return done(stereo)
    }
    this.#room.free -= stereo.length
    this.#waiting.push({ stereo, at, done })
    if (this.#awaitsBeat) return
    this.#awaitsBeat = true
    this.#beat.next(() => {
      this.#awaitsBeat = false
      if (this.#waiting.length > 0) this.#work()
    })
  }

  async finish(bytes: number): Promise<SpooledRecording> {
    if (this.#waiting.length > 0) this.#work()
    while (this.#writing !== null) await this.#writing
    const handle = await this.#open()
    try {
      return this.#done(await finishWav(handle, this.#format, bytes), this.#lostBytes)
    } finally {
      this.#handle = null
      await handle.close()
    }
  }

  #work(): void {
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = null
      // It came while the last piece was being written.
      if (this.#waiting.length > 0) this.#work()
    })
  }

  async #drain(): Promise<void> {
    // The file is there from the beginning: a crash then leaves a recording, if an empty one.
    if (this.#waiting.length === 0) await this.#open().catch((error: unknown) => this.#trouble(error))
    while (this.#waiting.length > 0) {
      const { stereo, at, done } = this.#waiting[0]!
      try {
        await writeAll(await this.#open(), stereo, wavHeaderBytes + at)
        this.#failing = false
      } catch (error) {
        this.#lostBytes += stereo.length
        this.#trouble(error)
      }
      this.#waiting.shift()
      this.#room.free += stereo.length
      done(stereo)
    }
  }

  /** Told once, until a write works again. */
  #trouble(error: unknown): void {
    if (!this.#failing) this.#onTrouble(error)
    this.#failing = true
  }

  async #open(): Promise<FileHandle> {
    if (this.#handle !== null) return this.#handle
    // Never truncated: a file of this name holds an earlier part of the same recording.
    const handle = await open(this.#file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return open(this.#file, 'r+')
      throw error
    })
    await writeAll(handle, wavHeader(this.#format, 0), 0)
    this.#handle = handle
    return handle
  }
}
