import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkServerMessage,
  decodeClientMessage,
  encodeServerMessage,
  type ServerMessage,
} from '#generated/realtime.gen.ts'
import { decodeServerMessage, RealtimeSender } from '#sdks/browser/generated/realtime.gen.ts'

describe('decodeClientMessage', () => {
  test('never throws, whatever the text is', () => {
    const almost = fc.json().map((text) => text.replace(/^\{/, '{"t":"start",'))
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json(), almost), (text) => {
        const decoded = decodeClientMessage(text)
        expect(decoded.ok || decoded.message.length > 0).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    ['{', undefined],
    ['"start"', undefined],
    ['[]', undefined],
    ['null', undefined],
    ['{}', '/t'],
    ['{"t":5}', '/t'],
    ['{"t":"toString"}', '/t'],
    ['{"t":"__proto__"}', '/t'],
    ['{"t":"start","agent":"a_1"}', '/agent'],
    ['{"t":"start","__proto__":{"callId":"c"}}', '/__proto__'],
    ['{"t":"start","audio":{"sampleRateHz":44100}}', '/audio/sampleRateHz'],
    ['{"t":"start","a/b~c":1}', '/a~1b~0c'],
  ])('%s is refused at %s', (text, field) => {
    const decoded = decodeClientMessage(text)
    expect(decoded.ok).toBe(false)
    expect(decoded.ok ? null : decoded.field).toBe(field)
  })

  test('the kinds that are known are named', () => {
    expect(decodeClientMessage('{"t":"begin"}')).toMatchObject({
      message: expect.stringContaining(
        'start, resume, audio, text.input, dtmf.send, playback.mark, interrupt, tool.result, ping, end',
      ),
    })
  })

  test('deep nesting is refused before it is parsed, and brackets inside a string are only text', () => {
    const deep = `{"t":"start","x":${'['.repeat(60_000)}`
    expect(decodeClientMessage(deep)).toEqual({ ok: false, message: 'Nest objects and arrays at most 32 deep.' })
    for (const escaped of ['\\"', '\\\\', '\\\\\\"']) {
      expect(decodeClientMessage(`{"t":"end","reason":"${escaped}${'['.repeat(60)}"}`).ok).toBe(true)
    }
    expect(decodeClientMessage(`{"t":"end","reason":"\\\\","x":${'['.repeat(60)}`)).toMatchObject({
      message: expect.stringContaining('Nest'),
    })
  })
})

describe('the client and the server', () => {
  test('understand each other', () => {
    const frames: (string | Uint8Array)[] = []
    const sender = new RealtimeSender({ send: (data) => frames.push(data) })
    sender.start({ callId: 'c_1', audio: { sampleRateHz: 8000 } })
    sender.ping()
    sender.endCall({ reason: 'hangup' })
    sender.callerAudio(new Uint8Array(2))
    expect(frames.slice(0, 3).map((frame) => decodeClientMessage(String(frame)))).toEqual([
      { ok: true, message: { t: 'start', callId: 'c_1', audio: { sampleRateHz: 8000 } } },
      { ok: true, message: { t: 'ping' } },
      { ok: true, message: { t: 'end', reason: 'hangup' } },
    ])
    expect(frames[3]).toBeInstanceOf(Uint8Array)
    const pong: ServerMessage = { t: 'pong', timestamp: 1 }
    expect(checkServerMessage(pong)).toBeNull()
    expect(decodeServerMessage(encodeServerMessage(pong))).toEqual({ ok: true, known: true, message: pong })
  })

  test('a newer message reaches an older client as unknown, and nonsense does not throw', () => {
    expect(decodeServerMessage('{"t":"emotion.state"}')).toMatchObject({ ok: true, known: false })
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof decodeServerMessage(text).ok === 'boolean'),
    )
  })

  test('a message of the server that breaks the contract is named by its place', () => {
    const wrong = { t: 'stt.final', text: 'Yes', confidence: 2 } as const
    expect(checkServerMessage(wrong)).toEqual({ pointer: '/confidence', message: 'must be <= 1', keyword: 'maximum' })
    expect(checkServerMessage({ t: 'nothing' } as never)?.pointer).toBe('/t')
  })
})
