import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { wavHeader } from '#runtime/core/wav.ts'
import type { SessionEvent } from '../../node/generated/rest/types.gen.ts'
import { FRAME_MS, toneFrame } from './tone.ts'

const RECORDED_HZ = 16_000
const RECORDED_MS = 1_000

/** What was said, a line each. */
export function transcriptOf(events: readonly SessionEvent[]): Buffer {
  const line = (event: SessionEvent, role: string, message: unknown) => [
    { seq: event.seq, ts: event.ts, role, message },
  ]
  const lines = events.flatMap((event) => {
    if (['stt.final', 'text.received', 'dtmf.received'].includes(event.event_type))
      return line(event, 'user', event.content?.text)
    return event.event_type === 'tts.stopped' ? line(event, 'assistant', event.content?.text_heard) : []
  })
  return linesOf(lines)
}

/** What the waits were, a line each. */
export const metricsOf = (events: readonly SessionEvent[]): Buffer =>
  linesOf(
    events.flatMap(({ seq, ts, event_type, correlation_id, data }) =>
      event_type === 'endpointing.delay_applied'
        ? [{ seq, ts, event_type, correlation_id, latency_ms: data.ms, data }]
        : [],
    ),
  )

/** A second of the tone, the same on both sides, as a WAV file. */
export function recordingOf(): Buffer {
  const frames = Array.from({ length: RECORDED_MS / FRAME_MS }, (_, number) => toneFrame(number, RECORDED_HZ))
  const mono = Buffer.concat(frames)
  const samples = Buffer.alloc(mono.length * 2)
  for (let at = 0; at < mono.length; at += 2) {
    mono.copy(samples, at * 2, at, at + 2)
    mono.copy(samples, at * 2 + 2, at, at + 2)
  }
  return Buffer.concat([wavHeader({ sampleRateHz: RECORDED_HZ, channels: 2 }, samples.length), samples])
}

/** All of them in one archive. */
export function bundleOf(events: readonly SessionEvent[]): Readable {
  const zip = new ZipFile()
  zip.addBuffer(transcriptOf(events), 'transcript.jsonl')
  zip.addBuffer(metricsOf(events), 'metrics.ndjson')
  zip.addBuffer(recordingOf(), 'recording.wav')
  zip.end()
  return zip.outputStream as Readable
}

const linesOf = (lines: readonly object[]): Buffer =>
  Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
