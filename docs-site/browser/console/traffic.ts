/** One frame of the socket, or something that happened to it. */
export interface TrafficEntry {
  /** Since the call was begun. */
  readonly atMs: number
  readonly way: 'sent' | 'received' | 'socket'
  /** `t` of a message, `audio frame` of a binary one. */
  readonly kind: string
  readonly bytes: number
  /** Null for a binary frame. */
  readonly message: Readonly<Record<string, unknown>> | null
}

/** Frames that come many times a second. */
export const isAudio = ({ kind }: TrafficEntry): boolean =>
  kind === 'audio frame' || kind === 'audio' || kind === 'tts.chunk'

export function entryOf(atMs: number, way: 'sent' | 'received', frame: string | Uint8Array): TrafficEntry {
  if (typeof frame !== 'string') return { atMs, way, kind: 'audio frame', bytes: frame.length, message: null }
  const bytes = new TextEncoder().encode(frame).length
  try {
    const message = JSON.parse(frame) as Record<string, unknown>
    return { atMs, way, kind: String(message.t), bytes, message }
  } catch {
    return { atMs, way, kind: 'no JSON', bytes, message: { text: frame } }
  }
}

const SAID_BY_ALL = new Set(['t', 'seq', 'prevSeq', 'ts'])

/** A message in a line: what it says besides what all say. */
export function gistOf({ message }: TrafficEntry): string {
  if (message === null) return ''
  const own = Object.entries(message).filter(([name]) => !SAID_BY_ALL.has(name))
  return own.map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(' · ')
}

/** How long the audio of these bytes is, in PCM16 mono. */
export const audioMs = (bytes: number, rateHz: number): number => Math.round(bytes / 2 / (rateHz / 1000))

export const timeText = (ms: number): string => `${(ms / 1000).toFixed(3)} s`

export const sizeText = (bytes: number): string => (bytes < 1_000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`)
