import { describe, expect, test } from 'vitest'
import { settled, VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import { ScriptedAsr } from '../testing/scripted-asr.ts'
import { type LlmAnswer, modelFails, ScriptedLlm, text } from '../testing/scripted-llm.ts'
import { ScriptedTts } from '../testing/scripted-tts.ts'
import { meteredPorts } from './metered-ports.ts'
import { estimatedRequestTokens, estimatedTokens } from './token-estimate.ts'
import type { UsedPiece } from './usage-meter.ts'

const sink = { partial: () => {}, final: () => {}, failed: () => {} }
const request = {
  ...{ model: 'gpt-4o-mini', temperature: 0, maxTokens: 10 },
  messages: [{ role: 'user' as const, content: 'x'.repeat(40) }],
}

function metered(answers: LlmAnswer[] = [], used?: (piece: UsedPiece) => void) {
  const clock = new VirtualClock()
  const pieces: UsedPiece[] = []
  const faults: unknown[] = []
  const ports = {
    asr: new ScriptedAsr(clock, {}),
    llm: new ScriptedLlm(clock, answers),
    tts: new ScriptedTts(clock, {}),
  }
  const listener = { turnId: 'turn_1', used: used ?? ((piece: UsedPiece) => void pieces.push(piece)) }
  const onFault = (error: unknown): void => void faults.push(error)
  const told = () => pieces.map(({ unit, quantity, total, estimated }) => [unit, quantity, total, estimated])
  return { clock, pieces, faults, told, ...meteredPorts({ ...ports, onFault }, listener) }
}

/** Asks, and cuts after `cutMs`. */
async function ask({ clock, llm }: ReturnType<typeof metered>, cutMs?: number): Promise<unknown> {
  const abort = new AbortController()
  const outcome = (async () => {
    let chunks = 0
    for await (const _ of llm.answer(request, abort.signal)) chunks += 1
    return chunks
  })().catch((error: unknown) => error)
  if (cutMs !== undefined) {
    await clock.advance(cutMs)
    abort.abort()
  }
  await clock.advance(10_000)
  return await outcome
}

describe('audio', () => {
  test('is told every ten seconds and at the end, so that a crash loses little', async () => {
    const { asr, clock, told, pieces } = metered()
    const stream = asr.open({ model: 'nova-3', language: 'en', sampleRateHz: 16_000 }, sink)
    await clock.advance(0)
    for (let i = 0; i < 1_250; i++) stream.send(Buffer.alloc(640))
    expect(told()).toEqual([
      ['seconds', 10, 10, false],
      ['seconds', 10, 20, false],
    ])
    stream.close()
    expect(told().at(-1)).toEqual(['seconds', 5, 25, false])
    expect(pieces[0]).toMatchObject({ service: 'asr', provider: { name: 'scripted', model: 'nova-3' }, turnId: null })
    stream.close()
    expect(told()).toHaveLength(3)
  })

  test('that is sent again to a new stream counts again, as it is billed', async () => {
    const { asr, clock, told } = metered()
    for (let i = 0; i < 2; i++) {
      const stream = asr.open({ model: 'nova-3', language: 'en', sampleRateHz: 8000 }, sink)
      stream.send(Buffer.alloc(16_000))
      await clock.advance(0)
      stream.close()
    }
    expect(told()).toEqual([
      ['seconds', 1, 1, false],
      ['seconds', 1, 2, false],
    ])
  })
})

describe('characters', () => {
  const voice = { audio: () => {}, finished: () => {}, failed: () => {} }
  test('are told with the utterance, also with one that is cut; a letter of many bytes is one', async () => {
    const { tts, clock, told, pieces } = metered()
    const stream = tts.open({ voiceId: 'aura-2-thalia-en', sampleRateHz: 16_000, rate: 1 }, voice)
    stream.say('नमस्ते 🙂')
    stream.say('Hello.')
    stream.finish()
    expect(told()).toEqual([])
    await clock.advance(0)
    stream.say('Cut')
    stream.clear()
    stream.clear()
    stream.say('Lost')
    stream.close()
    expect(told()).toEqual([
      ['characters', 14, 14, false],
      ['characters', 3, 17, false],
      ['characters', 4, 21, false],
    ])
    expect(pieces[0]).toMatchObject({ service: 'tts', turnId: 'turn_1', provider: { model: 'aura-2-thalia-en' } })
  })
})

test('what waited for a provider that never let us in is not used', async () => {
  const { asr, tts, clock, told } = metered()
  const ear = asr.open({ model: 'nova-3', language: 'en', sampleRateHz: 16_000 }, sink)
  ear.send(Buffer.alloc(32_000 * 12))
  ear.close()
  const voice = { audio: () => {}, finished: () => {}, failed: () => {} }
  const stream = tts.open({ voiceId: 'aura-2-thalia-en', sampleRateHz: 16_000, rate: 1 }, voice)
  stream.say('Never said')
  stream.finish()
  stream.close()
  await clock.advance(1_000)
  expect(told()).toEqual([])
})

describe('tokens', () => {
  test('are those that the provider counts', async () => {
    const ports = metered(['Three words here'])
    await ask(ports)
    expect(ports.told()).toEqual([
      ['tokens_in', 20, 20, false],
      ['tokens_out', 3, 3, false],
    ])
  })

  test('of an answer that is cut are estimated, and told at once', async () => {
    const ports = metered(['One two three. '.repeat(40)])
    const asked = ask(ports, 250)
    await settled()
    expect(ports.told()).toEqual([])
    await asked
    expect(ports.told()).toEqual([
      ['tokens_in', 14, 14, true],
      ['tokens_out', 4, 4, true],
    ])
  })

  test('of a provider that does not count are estimated', async () => {
    const ports = metered([
      [
        [10, text('x'.repeat(41))],
        [20, { type: 'finish', reason: 'stop' }],
      ],
    ])
    await ask(ports)
    expect(ports.told()).toEqual([
      ['tokens_in', 14, 14, true],
      ['tokens_out', 11, 11, true],
    ])
  })

  test('of an answer that fails in the middle are estimated; of one that never began there are none', async () => {
    const midway = metered([
      [
        [10, text('four')],
        [20, modelFails()],
      ],
    ])
    expect(await ask(midway)).toBeInstanceOf(ProviderError)
    expect(midway.told()).toEqual([
      ['tokens_in', 14, 14, true],
      ['tokens_out', 1, 1, true],
    ])
    const before = metered([[[10, modelFails()]]])
    expect(await ask(before)).toBeInstanceOf(ProviderError)
    expect(before.told()).toEqual([])
  })

  test('are estimated as four bytes each, in any script, and four a message', () => {
    expect([estimatedTokens(''), estimatedTokens('abcd'), estimatedTokens('नमस्ते')]).toEqual([0, 1, 5])
    const tool = { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'lookup', arguments: '{}' }] }
    expect(estimatedRequestTokens([tool])).toBeGreaterThan(10)
  })
})

test('a log that does not take usage holds up neither audio nor words', async () => {
  const { asr, clock, faults } = metered([], () => {
    throw new Error('the log is full')
  })
  const stream = asr.open({ model: 'nova-3', language: 'en', sampleRateHz: 16_000 }, sink)
  await clock.advance(0)
  stream.send(Buffer.alloc(640 * 500))
  stream.close()
  expect(faults).toHaveLength(1)
})
