import { expect, test, vi } from 'vitest'
import type { ProviderFailure } from '#generated/events.gen.ts'
import type { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { AsrOptions, AsrSink, AsrStream } from '#runtime/ports/asr.ts'
import type { ProviderError } from '#runtime/ports/provider-error.ts'

/** One provider, and ways to speak to it and to break it. */
export interface AsrBench {
  /** The adapter's. */
  readonly clock: VirtualClock
  open(options: AsrOptions, sink: AsrSink): AsrStream
  /** PCM16 of a voice that says this, with silence behind it. */
  speech(text: string, sampleRateHz: number): Buffer
  /** What goes wrong with the next stream. */
  breaks(kind: string): void
}

/** What a provider does wrong, and what we call it; `stalls` is seen only when audio goes on without an answer. */
const faults: readonly [kind: string, ProviderFailure, stalls?: 'stalls'][] = [
  ['connect_refused', 'unreachable'],
  ['401', 'unauthorized'],
  ['429', 'rate_limited'],
  ['500', 'server_error'],
  ['stall', 'timeout', 'stalls'],
  ['stall_midway', 'timeout', 'stalls'],
  ['disconnect_midway', 'disconnected'],
  ['error_midway', 'server_error'],
  ['garbage', 'malformed'],
]

const options = { model: 'nova-3', language: 'en-IN', sampleRateHz: 16_000 }
const soon = { timeout: 5_000, interval: 5 }
const quiet = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** What every adapter of the port does (`runtime/ports/asr.ts`). */
export function asrConformance(bench: () => AsrBench): void {
  function open(sampleRateHz = 16_000) {
    const heard: string[] = []
    const failures: ProviderError[] = []
    const stream = bench().open(
      { ...options, sampleRateHz },
      {
        partial: ({ text }) => heard.push(`partial ${text}`),
        final: ({ text, finalized }) => heard.push(`${finalized ? 'finalized' : 'final'} ${text}`),
        failed: (error) => failures.push(error),
      },
    )
    const frame = Buffer.alloc(sampleRateHz / 25)
    const say = (audio: Buffer): void => {
      // One buffer for all frames: the port lets its callers reuse it.
      for (let at = 0; at + frame.length <= audio.length; at += frame.length) {
        audio.copy(frame, 0, at)
        stream.send(frame)
        frame.fill(0)
      }
    }
    return { stream, heard, failures, say }
  }
  const words = (heard: readonly string[]): string =>
    heard
      .filter((line) => line.startsWith('final'))
      .map((line) => line.replace(/^\w+ /, ''))
      .join(' ')
      .trim()
      .toLowerCase()

  test.each([8000, 16_000])('%i Hz: words come as partials, then as a final, from the first frame on', async (rate) => {
    const { stream, heard, failures, say } = open(rate)
    say(bench().speech('tell me about your plans', rate))
    await vi.waitFor(() => expect(words(heard)).toContain('tell me about your plans'), soon)
    expect(heard.some((line) => line.startsWith('partial '))).toBe(true)
    stream.close()
    expect(failures).toEqual([])
  })

  test('finalize is answered, once, with the words that are still open', async () => {
    const { stream, heard, say } = open()
    const whole = bench().speech('stop here', 16_000)
    say(whole.subarray(0, whole.length - 16_000))
    stream.finalize()
    await vi.waitFor(() => expect(heard.join()).toContain('finalized'), soon)
    await quiet(50)
    expect(heard.filter((line) => line.startsWith('finalized'))).toHaveLength(1)
    expect(words(heard)).toBe('stop here')
    stream.close()
  })

  test('finalize is answered when nothing was said', async () => {
    const { stream, heard, say } = open()
    say(Buffer.alloc(6400))
    stream.finalize()
    await vi.waitFor(() => expect(heard).toEqual(['finalized ']), soon)
    stream.close()
  })

  test.each(['at once', 'in the middle'])('nothing comes after close, %s', async (when) => {
    const { stream, heard, failures, say } = open()
    say(bench().speech('nobody hears this', 16_000))
    if (when === 'in the middle') await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0), soon)
    stream.close()
    const before = heard.length
    stream.send(Buffer.alloc(640))
    stream.finalize()
    stream.close()
    await quiet(100)
    expect([heard.length, failures]).toEqual([before, []])
    expect(bench().clock.armed).toBe(0)
  })

  test.each(faults)('%s is told once, as %s, and nothing after it', async (kind, failure, stalls) => {
    bench().breaks(kind)
    const { stream, heard, failures, say } = open()
    const speech = bench().speech('one two three four five', 16_000)
    say(speech)
    await vi.waitFor(() => {
      if (stalls) say(Buffer.alloc(64_000))
      if (stalls) void bench().clock.advance(1_000)
      expect(failures.map((error) => error.failure)).toEqual([failure])
    }, soon)
    const before = heard.length
    say(speech)
    stream.finalize()
    await quiet(50)
    expect([heard.length, failures.length]).toEqual([before, 1])
    expect(bench().clock.armed).toBe(0)
    stream.close()
  })

  test('a provider that repeats itself for ever says nothing, and is given up', async () => {
    bench().breaks('endless')
    const { stream, heard, failures, say } = open()
    say(bench().speech('one two three four five', 16_000))
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0), soon)
    await quiet(100)
    expect(heard.length).toBeLessThan(5)
    await vi.waitFor(() => {
      say(Buffer.alloc(64_000))
      void bench().clock.advance(1_000)
      expect(failures.map((error) => error.failure)).toEqual(['timeout'])
    }, soon)
    stream.close()
  })

  test('it tells when it is let in, and how far final words go', async () => {
    const told: string[] = []
    const stream = bench().open(options, {
      opened: () => told.push('opened'),
      partial: () => {},
      final: ({ text, untilMs }) =>
        text !== '' && told.push(`${text.toLowerCase()} ${untilMs! > 500 && untilMs! < 2500}`),
      failed: () => told.push('failed'),
    })
    stream.send(bench().speech('stop here please', 16_000))
    await vi.waitFor(() => expect(told).toEqual(['opened', 'stop here please true']), soon)
    stream.close()
  })
}
