import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Ear } from './ear.ts'
import { markSpeech } from './mark.ts'
import { mulawToSamples, samplesToMulaw } from './mulaw.ts'
import { halved, hear, join, louder, mixed, noise } from './testing/damage.ts'
import { sayText } from './voice.ts'
import { toBytes } from './wav.ts'

const rate = 8000
const frame = rate / 50
const words = 'No wait, tell me the price of 2 plans.'
const said = sayText(words, rate)
const sentence = fc
  .array(fc.stringMatching(/^[A-Za-z0-9,.?!'-]{1,8}$/), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(' '))
const someRuns = { numRuns: 25 }
const frameStart = fc.nat({ max: said.length - 2 * frame })
/** The one place of 18,900 where a swap moves each reading by less than sound audio may. */
const unseenSwap = 10_029

/** The audio in three: before a frame, the frame, after it. */
const around = (at: number, length = frame) =>
  [said.subarray(0, at), said.subarray(at, at + length), said.subarray(at + length)] as const

function expectSound(ear: Ear): void {
  expect(ear.text).toBe(words)
  expect(ear.flaws).toEqual([])
  expect(ear.utterances.map(({ whole }) => whole)).toEqual([true])
}

const isDamaged = (ear: Ear): boolean => ear.text !== words || ear.flaws.length > 0

describe('words survive', () => {
  test('any text, at every rate', () => {
    fc.assert(
      fc.property(sentence, fc.constantFrom(8000, 16_000, 24_000, 48_000), (text, sampleRate) => {
        const ear = hear(sayText(text, sampleRate), sampleRate)
        expect(ear.text).toBe(text)
        expect(ear.flaws).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  test('any split into frames, of bytes too', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2001 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        const bytes = toBytes(join(said, new Int16Array(rate / 2)))
        const ear = new Ear(rate)
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length]!
          ear.push(bytes.subarray(at, at + size))
          at += size
        }
        expectSound(ear)
      }),
      someRuns,
    )
  })

  test('any gain from 0.03 to 4, clipped', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.03, max: 4, noNaN: true }), (gain) => {
        expect(hear(louder(said, gain), rate).text).toBe(words)
      }),
      someRuns,
    )
  })

  test('any delay', () => {
    fc.assert(
      fc.property(fc.nat({ max: 400 }), (samples) => expectSound(hear(join(new Int16Array(samples), said), rate))),
      someRuns,
    )
  })

  test('16 kHz to 8 kHz, and mu-law on top, at any level a phone has', () => {
    const phone = halved(sayText(words, 16_000))
    expectSound(hear(phone, rate))
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 2, noNaN: true }), (gain) => {
        expect(hear(mulawToSamples(samplesToMulaw(louder(phone, gain))), rate).text).toBe(words)
      }),
      someRuns,
    )
  })

  test('noise 10 dB below the speech', () => {
    // Uniform noise of amplitude a has power a²/3; the speech is at -20 dBFS.
    const wide = sayText(words, 16_000)
    expect(hear(mixed(wide, noise(wide.length, 32768 * 0.1 * Math.sqrt(0.3))), 16_000).text).toBe(words)
  })

  test('one frame in twenty lost and closed up: the words are right, the damage is told', () => {
    const kept = Array.from({ length: Math.floor(said.length / frame) }, (_, at) => at)
      .filter((at) => at % 20 !== 13)
      .map((at) => said.subarray(at * frame, (at + 1) * frame))
    const ear = hear(join(...kept), rate)
    expect(ear.text).toBe(words)
    expect(ear.flaws.length).toBeGreaterThanOrEqual(5)
  })
})

describe('damage shows', () => {
  test('a frame lost, wherever it was', () => {
    fc.assert(
      fc.property(frameStart, (at) => {
        const [before, , after] = around(at)
        expect(isDamaged(hear(join(before, after), rate))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('a frame doubled, muted, or in the place of the next', () => {
    fc.assert(
      fc.property(frameStart, (at) => {
        const [before, one, after] = around(at)
        const [two, rest] = [after.subarray(0, frame), after.subarray(frame)]
        expect(isDamaged(hear(join(before, one, one, after), rate))).toBe(true)
        expect(isDamaged(hear(join(before, new Int16Array(frame), after), rate))).toBe(true)
        if (at !== unseenSwap) expect(isDamaged(hear(join(before, two, one, rest), rate))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test.each([11_476, 11_478, 11_479])('a swap that leaves a hole in a slot, at %i', (at) => {
    const [before, one, after] = around(at)
    expect(isDamaged(hear(join(before, after.subarray(0, frame), one, after.subarray(frame)), rate))).toBe(true)
  })

  test.each([
    ['cut out', 200, 'No wai___tell me the price of 2 plans.'],
    ['muted', 300, 'No wai_____ll me the price of 2 plans.'],
  ])('a burst %s leaves a gap of its length', (what, ms, heard) => {
    const length = (rate * ms) / 1000
    const at = (rate * 430) / 1000
    const [before, , after] = around(at, length)
    const ear = hear(what === 'muted' ? join(before, new Int16Array(length), after) : join(before, after), rate)
    expect(ear.text).toBe(heard)
  })

  test('a cut utterance is not whole, and a pause loses nothing', () => {
    const [start, , rest] = around(rate, 0)
    expect(hear(start, rate).utterances[0]).toMatchObject({ text: 'No wait, tell me', whole: false })
    const paused = hear(join(start, new Int16Array(rate), rest), rate)
    expect(paused.text).toBe(words)
    expect(paused.flaws).toEqual([expect.objectContaining({ kind: 'added' })])
    expect(Math.abs(paused.flaws[0]!.ms - 1000)).toBeLessThan(25)
  })

  test('an utterance said twice is heard twice', () => {
    expect(hear(join(said, said), rate).text).toBe(`${words} ${words}`)
  })
})

describe('other voices', () => {
  test('noise and tones without marks are heard as nothing', () => {
    const hum = Int16Array.from({ length: rate * 5 }, (_, at) => 8000 * Math.sin(at * 0.3) + 4000 * Math.sin(at * 0.03))
    expect(hear(mixed(hum, noise(hum.length, 6000)), rate).utterances).toEqual([])
    expect(hear(noise(rate * 10, 12_000, 7), rate).utterances).toEqual([])
  })

  test('recorded speech carries its words, whether it is longer or shorter than they need', () => {
    for (const seconds of [6, 1]) {
      const recording = noise(rate * seconds, 9000, 3)
      expectSound(hear(markSpeech(recording, rate, words, 120), rate))
    }
  })

  test('Hindi, rupees and curly quotes', () => {
    const hindi = 'नमस्ते, आपका प्लान ₹999 का है। “Theek” hai?'
    expect(hear(sayText(hindi, rate), rate).text).toBe(hindi.normalize('NFC'))
    expect(hear(sayText('ok 🙂', rate), rate).text).toBe('ok ?')
  })

  test('a rate that does not divide into slots is refused', () => {
    expect(() => new Ear(44_100)).toThrow(/not at 44100/)
  })
})
