import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { UsageError } from '../command.ts'
import { toneFrame } from '../mock/tone.ts'
import { packsFolder } from '../published.ts'

/** A frame of a recorded session. Audio is its length alone, and how often and in what rhythm it came. */
export type PackFrame = { readonly atMs: number; readonly from: 'client' | 'server' } & (
  | { readonly message: { readonly t: string } }
  | { readonly audioBytes: number; readonly times: number; readonly everyMs: number }
)

/** A recorded session that keeps the contract. */
export interface Pack {
  readonly name: string
  readonly title: string
  /** With which the server closes the socket after the last frame. */
  readonly close: number
  readonly frames: readonly PackFrame[]
}

/** A frame as it travels. */
export interface Travelling {
  readonly atMs: number
  readonly from: 'client' | 'server'
  readonly data: string | Buffer
}

export const packNames = (): string[] =>
  readdirSync(packsFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()

/** Throws `UsageError` for one that is not there. */
export function packOf(name: string): Pack {
  const url = new URL(`${encodeURIComponent(name)}.json`, packsFolder)
  if (!existsSync(url)) throw new UsageError(`There is no pack "${name}": ${packNames().join(', ')}.`)
  return JSON.parse(readFileSync(url, 'utf8'))
}

/** Every frame at its time; where audio was there is a tone. */
export function travelling({ frames }: Pack): Travelling[] {
  const all = frames.flatMap((frame): Travelling[] => {
    const { atMs, from } = frame
    if ('message' in frame) return [{ atMs, from, data: JSON.stringify(frame.message) }]
    return Array.from({ length: frame.times }, (_, number) => ({
      ...{ atMs: atMs + number * frame.everyMs, from },
      data: from === 'client' ? Buffer.alloc(frame.audioBytes) : toneOf(number, frame.audioBytes),
    }))
  })
  return all.sort((one, other) => one.atMs - other.atMs)
}

/** As many bytes of the tone. */
function toneOf(number: number, bytes: number): Buffer {
  const frame = toneFrame(number, 16_000)
  return Buffer.concat(Array.from({ length: Math.ceil(bytes / frame.length) }, () => frame)).subarray(0, bytes)
}
