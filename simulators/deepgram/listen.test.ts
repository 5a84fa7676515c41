import { describe, expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { noise } from '../speech/testing/damage.ts'
import { pause, sayText } from '../speech/voice.ts'
import { toBytes } from '../speech/wav.ts'
import { ListenSession } from './listen.ts'
import { listenOptions } from './listen-query.ts'
import type { ListenMessage, Results } from './results.ts'

const rate = 8000

/** A session on the virtual clock, and what it says in one short line a message. */
function listening(query: string) {
  const clock = new VirtualClock()
  const messages: ListenMessage[] = []
  const said: string[] = []
  const session = new ListenSession({
    options: listenOptions(new URLSearchParams(`encoding=linear16&sample_rate=${rate}&${query}`)),
    clock,
    newId: () => 'model-1',
    requestId: 'request-1',
    send(message) {
      messages.push(message)
      said.push(line(message))
    },
    close: (code, reason) => said.push(`closed ${code} ${reason}`.trim()),
  })
  const hear = (...audio: Int16Array[]): void => {
    for (const samples of audio) {
      const bytes = toBytes(samples)
      for (let at = 0; at < bytes.length; at += 320) session.audio(bytes.subarray(at, at + 320))
    }
  }
  return { clock, session, messages, said, hear }
}

function line(message: ListenMessage): string {
  if (message.type !== 'Results') return message.type
  const kind = message.from_finalize
    ? 'finalized'
    : message.speech_final
      ? 'speech_final'
      : message.is_final
        ? 'final'
        : 'interim'
  return `${kind} ${message.channel.alternatives[0].transcript}`.trim()
}

const say = (text: string): Int16Array => sayText(text, rate)
const quiet = (ms: number): Int16Array => pause(ms, rate)

describe('transcripts', () => {
  test('grow word by word and end after the silence that was asked for', () => {
    const { hear, said } = listening('interim_results=true&endpointing=300&vad_events=true&utterance_end_ms=1000')
    hear(quiet(200), say('What are your plans?'), quiet(290))
    expect(said).toEqual([
      'SpeechStarted',
      'interim what',
      'interim what are',
      'interim what are your',
      'interim what are your plans',
    ])
    hear(quiet(60))
    expect(said.at(-1)).toBe('speech_final what are your plans')
    hear(quiet(900))
    expect(said.at(-1)).toBe('UtteranceEnd')
    expect(said).toHaveLength(7)
  })

  test('have the shape, the times and the form that were asked for', () => {
    const { hear, messages } = listening('model=nova-3&language=en-IN&smart_format=true&endpointing=100')
    hear(quiet(500), say('Hello, Ravi.'), quiet(200))
    expect(messages).toEqual([
      {
        type: 'Results',
        channel_index: [0, 1],
        start: 0,
        duration: expect.closeTo(1.44, 1),
        is_final: true,
        speech_final: true,
        from_finalize: false,
        channel: {
          alternatives: [
            {
              transcript: 'Hello, Ravi.',
              confidence: 0.99,
              languages: ['en-IN'],
              words: [
                {
                  word: 'hello',
                  start: expect.closeTo(0.56, 1),
                  end: expect.closeTo(0.92, 1),
                  confidence: 0.99,
                  punctuated_word: 'Hello,',
                },
                {
                  word: 'ravi',
                  start: expect.closeTo(0.98, 1),
                  end: expect.closeTo(1.28, 1),
                  confidence: 0.99,
                  punctuated_word: 'Ravi.',
                },
              ],
            },
          ],
        },
        metadata: {
          request_id: 'request-1',
          model_info: { name: 'nova-3-simulator', version: '1', arch: 'nova-3' },
          model_uuid: 'model-1',
        },
        entities: [],
      },
    ])
  })

  test('are final in parts when nobody pauses', () => {
    const { hear, said } = listening('endpointing=300')
    hear(
      say(
        'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen twenty',
      ),
      quiet(400),
    )
    expect(said).toHaveLength(2)
    expect(said[0]).toMatch(/^final one two .* fourteen$/)
    expect(said[1]).toBe('speech_final fifteen sixteen seventeen twenty')
  })

  test('tell lost audio as unsure words with gaps', () => {
    const { hear, messages } = listening('endpointing=300')
    const audio = say('tell me the price')
    hear(audio.subarray(0, rate / 2), quiet(180), audio.subarray(rate / 2 + (rate * 180) / 1000), quiet(400))
    const [heard] = (messages[0] as Results).channel.alternatives
    expect(heard.transcript).toContain('_')
    expect(heard.words.some(({ confidence }) => confidence < 0.5)).toBe(true)
    expect(heard.transcript).toMatch(/price$/)
  })

  test('name the language of each word when many are asked for', () => {
    const { hear, messages } = listening('language=multi&endpointing=100')
    hear(say('mera नाम Asha'), quiet(300))
    expect(messages[0]).toMatchObject({
      channel: {
        alternatives: [
          { languages: ['en', 'hi'], words: [{ language: 'en' }, { word: 'नाम', language: 'hi' }, { language: 'en' }] },
        ],
      },
    })
  })

  test('of a voice without marks are empty', () => {
    const { hear, said } = listening('vad_events=true&interim_results=true&endpointing=300')
    hear(noise(rate, 8000), quiet(400))
    expect(said).toEqual(['SpeechStarted', 'speech_final'])
  })

  test('without endpointing end with UtteranceEnd', () => {
    const { hear, said } = listening('interim_results=true&endpointing=false&utterance_end_ms=1000')
    hear(say('hello'), quiet(1100))
    expect(said).toEqual(['interim hello', 'final hello', 'UtteranceEnd'])
  })
})

describe('messages', () => {
  test('Finalize is answered at once, with half a word or with nothing', () => {
    const { hear, session, said } = listening('endpointing=300')
    session.text('{"type":"Finalize"}')
    hear(say('hello there').subarray(0, (rate * 560) / 1000))
    session.text('{"type":"Finalize"}')
    expect(said).toEqual(['finalized', 'finalized hello the'])
  })

  test('CloseStream brings the rest, the metadata and the close', () => {
    const { hear, session, said, messages } = listening('endpointing=300')
    hear(say('hello'))
    session.text('{"type":"CloseStream"}')
    session.audio(Buffer.alloc(320))
    expect(said).toEqual(['speech_final hello', 'Metadata', 'closed 1000'])
    expect(messages[1]).toEqual({
      type: 'Metadata',
      transaction_key: 'deprecated',
      request_id: 'request-1',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      created: '1970-01-01T00:00:00.000Z',
      duration: 0.42,
      channels: 1,
    })
  })

  test.each(['not json', '{"type":"Nonsense"}', 'null', '[]'])('%s closes with DATA-0000', (text) => {
    const { session, said, clock } = listening('')
    session.text(text)
    expect(said).toEqual(['closed 1008 DATA-0000'])
    expect(clock.armed).toBe(0)
  })

  test('ten seconds without audio or KeepAlive close with NET-0001', async () => {
    const { session, said, clock, hear } = listening('')
    await clock.advance(9000)
    session.text('{"type":"KeepAlive"}')
    await clock.advance(9000)
    hear(quiet(20))
    await clock.advance(9999)
    expect(said).toEqual([])
    await clock.advance(1)
    expect(said).toEqual(['closed 1011 NET-0001'])
    expect(clock.armed).toBe(0)
  })
})

describe('the query', () => {
  test.each([
    ['encoding=opus&sample_rate=16000', /raw audio/],
    ['encoding=linear16', /needs sample_rate/],
    ['encoding=linear16&sample_rate=44100', /8000, 16000/],
    ['encoding=mp3&sample_rate=8000', /encoding must be one of/],
    ['encoding=linear16&sample_rate=8000&interim_results=yes', /interim_results must be one of true, false/],
    ['encoding=linear16&sample_rate=8000&utterance_end_ms=1000', /needs interim_results/],
    ['encoding=linear16&sample_rate=8000&endpointing=soon', /endpointing must be a whole number/],
    ['encoding=linear16&sample_rate=8000&model=nova-3&keywords=x', /keyterm/],
    ['encoding=linear16&sample_rate=8000&channels=2', /one channel/],
  ])('%s is refused', (query, reason) => {
    expect(() => listenOptions(new URLSearchParams(query))).toThrow(reason)
  })
})
