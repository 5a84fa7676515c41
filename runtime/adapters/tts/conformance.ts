import { expect, test, vi } from 'vitest'
import type { ProviderFailure } from '#generated/events.gen.ts'
import type { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { ProviderError } from '#runtime/ports/provider-error.ts'
import type { TtsOptions, TtsSink, TtsStream } from '#runtime/ports/tts.ts'

/** One provider, ways to break it, and an ear for what it says. */
export interface TtsBench {
  /** The adapter's. */
  readonly clock: VirtualClock
  open(options: TtsOptions, sink: TtsSink): TtsStream
  /** The words in this audio, and how many places of it are lost, doubled or out of order. */
  hear(audio: Buffer, sampleRateHz: number): { text: string; flaws: number }
  /** What goes wrong with the next stream. */
  breaks(kind: string): void
}

/** What a provider does wrong, and what we call it; `stalls` is seen only by the clock. */
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

const soon = { timeout: 5_000, interval: 5 }
const quiet = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const LONG = 'This is a long sentence that nobody will ever hear the end of because it is cut. '

/** What every adapter of the port does (`runtime/ports/tts.ts`). */
export function ttsConformance(bench: () => TtsBench): void {
  function open(sampleRateHz = 16_000) {
    const audio: Buffer[] = []
    const failures: ProviderError[] = []
    const told = { finished: 0 }
    const stream = bench().open(
      { voiceId: 'aura-2-thalia-en', rate: 1, sampleRateHz },
      {
        audio: (pcm) => {
          expect(pcm.length % 2).toBe(0)
          audio.push(pcm)
        },
        finished: () => {
          told.finished += 1
        },
        failed: (error) => failures.push(error),
      },
    )
    /** Everything since it was last asked, as it is heard. */
    const heard = () => bench().hear(Buffer.concat(audio.splice(0)), sampleRateHz)
    const finished = (count = 1) => vi.waitFor(() => expect(told.finished).toBe(count), soon)
    return { stream, audio, failures, told, heard, finished }
  }

  test.each([8000, 16_000])('%i Hz: what is said is heard, whole, and its end is told once', async (rate) => {
    const { stream, told, heard, finished, failures } = open(rate)
    stream.say('Namaste, how can I help you?')
    stream.finish()
    await finished()
    expect(heard()).toEqual({ text: 'Namaste, how can I help you?', flaws: 0 })
    stream.finish()
    await quiet(30)
    expect(told.finished).toBeLessThanOrEqual(2)
    expect(failures).toEqual([])
    stream.close()
    expect(bench().clock.armed).toBe(0)
  })

  test('the pieces of an utterance are heard in order, their words apart', async () => {
    const { stream, heard, finished } = open()
    for (const piece of ['Sure,', 'one moment', 'and then', 'we go.']) stream.say(piece)
    stream.finish()
    await finished()
    expect(heard()).toEqual({ text: 'Sure, one moment and then we go.', flaws: 0 })
    stream.close()
  })

  test('the first words are heard before the utterance is finished', async () => {
    const { stream, audio } = open()
    stream.say('Just a moment')
    await vi.waitFor(() => expect(audio.length).toBeGreaterThan(0), soon)
    stream.close()
  })

  test('one utterance after the other, each with its own end', async () => {
    const { stream, heard, finished } = open()
    for (const [i, text] of ['One.', 'Two.', 'Three.'].entries()) {
      stream.say(text)
      stream.finish()
      await finished(i + 1)
      expect(heard().text).toBe(text)
    }
    stream.close()
  })

  test('an utterance without words ends at once', async () => {
    const { stream, audio, finished } = open()
    stream.finish()
    await finished()
    expect(audio).toEqual([])
    stream.close()
  })

  test.each(['before its audio', 'in the middle of its audio', 'after it was finished'])(
    'an utterance that is cleared %s is gone, and the next is clean',
    async (when) => {
      const { stream, audio, told, heard, finished } = open()
      stream.say(LONG.repeat(3))
      if (when === 'after it was finished') stream.finish()
      if (when === 'in the middle of its audio') await vi.waitFor(() => expect(audio.length).toBeGreaterThan(0), soon)
      stream.clear()
      audio.length = 0
      stream.say('Something else.')
      stream.finish()
      await finished()
      expect(heard()).toEqual({ text: 'Something else.', flaws: 0 })
      await quiet(50)
      expect([audio.length, told.finished]).toEqual([0, 1])
      stream.close()
    },
  )

  test('what is finished and cleared at once has no end', async () => {
    const { stream, told } = open()
    stream.finish()
    stream.clear()
    await quiet(30)
    expect(told.finished).toBe(0)
    stream.close()
  })

  test('nothing comes after close', async () => {
    const { stream, audio, told, failures } = open()
    stream.say(LONG.repeat(3))
    stream.finish()
    await vi.waitFor(() => expect(audio.length).toBeGreaterThan(0), soon)
    stream.close()
    const before = [audio.length, told.finished]
    stream.say('No.')
    stream.finish()
    stream.clear()
    stream.close()
    await quiet(100)
    expect([[audio.length, told.finished], failures]).toEqual([before, []])
    expect(bench().clock.armed).toBe(0)
  })

  test.each(faults)('%s is told once, as %s, and nothing after it', async (kind, failure, stalls) => {
    bench().breaks(kind)
    const { stream, audio, failures, told } = open()
    stream.say(LONG)
    stream.finish()
    if (stalls) {
      await quiet(100)
      await bench().clock.advance(20_000)
    }
    await vi.waitFor(() => expect(failures.map((error) => error.failure)).toEqual([failure]), soon)
    const before = audio.length
    stream.say('No.')
    stream.finish()
    await quiet(50)
    expect([audio.length, failures.length, told.finished]).toEqual([before, 1, 0])
    expect(bench().clock.armed).toBe(0)
    stream.close()
  })

  test('a voice without end is silent when it is cleared; that it does not obey is told', async () => {
    bench().breaks('endless')
    const { stream, audio, failures } = open()
    stream.say('And so on')
    await vi.waitFor(() => expect(audio.length).toBeGreaterThan(5), soon)
    stream.clear()
    const before = audio.length
    await quiet(50)
    await bench().clock.advance(20_000)
    expect(audio.length).toBe(before)
    expect(failures.map((error) => error.failure)).toEqual(['timeout'])
    stream.close()
  })
}
