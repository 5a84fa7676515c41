import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { RandomBytes } from '#runtime/core/random.ts'
import { wavHeaderBytes } from '#runtime/core/wav.ts'
import type { Recording, Spool, SpooledRecording } from '#runtime/ports/spool.ts'
import { type FolderLock, lockFolder } from '../store/embedded/folder-lock.ts'
import { Beat } from './beat.ts'
import { DiskWriter } from './disk-writer.ts'
import { repairWav } from './wav-repair.ts'

export interface DiskSpoolOptions {
  /** Made when it is missing. Several processes may share it. */
  readonly root: string
  readonly random: RandomBytes
  readonly clock: Clock
  /** A write failed; the recording goes on without that piece. */
  readonly onTrouble: (error: unknown) => void
  /** What all recordings of the process may have waiting for the disk. */
  readonly maxWaitingBytes?: number
}

/** What all recordings of the process may have waiting for the disk. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024
/** All recordings write at the multiples of this. */
const BEAT_MS: Millis = 100
/** A recording is read in pieces of this size. */
const READ_BYTES = 512 * 1024
const FILE = /^(t_[0-9a-z]{26})\.(c_[0-9a-z]{26})\.(8000|16000)(\.mono)?\.wav$/

/**
 * Recordings as WAV files (FR-D3), in a folder of this process under `root`. The folder is locked by a name that the
 * kernel frees with the process, so a folder without an owner is what a crash left behind; the file's name says whose
 * it is.
 */
export async function diskSpool(options: DiskSpoolOptions): Promise<Spool> {
  const { root, random, clock, onTrouble, maxWaitingBytes = MAX_WAITING_BYTES } = options
  const folder = join(root, random(8).toString('hex'))
  // Locked before it is there: whoever finds a folder that is not locked may take it.
  const lock = await lockFolder(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const shared = { room: { free: maxWaitingBytes }, beat: new Beat(clock, BEAT_MS) }

  return {
    begin(recording) {
      const file = join(folder, fileName(recording))
      const done = (bytes: number, lost: number) => spooled(recording, file, bytes, lost)
      return new DiskWriter(file, recording, shared, onTrouble, done)
    },

    async leftovers() {
      const found: SpooledRecording[] = []
      for (const name of await readdir(root)) {
        const other = join(root, name)
        if (other === folder) continue
        const owned = await lockFolder(other).catch(() => null)
        if (owned !== null) found.push(...(await takeOver(other, owned, folder, onTrouble)))
      }
      return found
    },

    async close() {
      await rmdir(folder).catch(() => {})
      await lock.release()
    },
  }
}

const fileName = ({ tenantId, callId, sampleRateHz, channels }: Recording): string =>
  `${tenantId}.${callId}.${sampleRateHz}${channels === 1 ? '.mono' : ''}.wav`

/** Moves the files of a folder into ours and makes them whole. What is no recording stays where it is. */
async function takeOver(
  other: string,
  lock: FolderLock,
  folder: string,
  onTrouble: (error: unknown) => void,
): Promise<SpooledRecording[]> {
  const taken: SpooledRecording[] = []
  try {
    for (const name of await readdir(other)) {
      const [, tenantId, callId, rate, mono] = FILE.exec(name) ?? []
      if (tenantId === undefined || callId === undefined) continue
      const channels = mono === undefined ? 2 : 1
      const recording = { tenantId, callId, sampleRateHz: Number(rate), channels } as const
      const file = join(folder, name)
      try {
        await rename(join(other, name), file)
        taken.push(spooled(recording, file, await repairWav(file, recording), 0))
      } catch (error) {
        onTrouble(error)
      }
    }
    await rmdir(other)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOTEMPTY' && code !== 'ENOTDIR' && code !== 'ENOENT') onTrouble(error)
  } finally {
    await lock.release()
  }
  return taken
}

function spooled(recording: Recording, file: string, bytes: number, lostBytes: number): SpooledRecording {
  const lasts = (count: number): number => (count / (2 * recording.channels) / recording.sampleRateHz) * 1000
  return {
    ...recording,
    bytes,
    durationMs: lasts(bytes - wavHeaderBytes),
    lostMs: lasts(lostBytes),
    file,
    open: () => {
      const body = createReadStream(file, { highWaterMark: READ_BYTES })
      // It may break before anybody reads it; whoever then does is told.
      body.on('error', () => {})
      return body
    },
    remove: () => rm(file, { force: true }),
  }
}
