import { choice, count, QueryProblem } from './query.ts'

/** What the query of `/v1/speak` asks for. https://developers.deepgram.com/reference/text-to-speech/speak-streaming */
export interface SpeakOptions {
  readonly model: string
  readonly encoding: 'linear16' | 'mulaw'
  readonly sampleRate: number
  /** REST only: whether a WAV header comes first. */
  readonly wav: boolean
}

const streamEncodings = ['linear16', 'mulaw', 'alaw'] as const
const restEncodings = [...streamEncodings, 'mp3', 'opus', 'flac', 'aac'] as const
const rates = { linear16: [8000, 16_000, 24_000, 32_000, 48_000], mulaw: [8000, 16_000] } as const

/** Throws QueryProblem for what Deepgram refuses, and for what this simulator cannot say. */
export function speakOptions(query: URLSearchParams, over: 'websocket' | 'rest'): SpeakOptions {
  const encoding =
    over === 'rest'
      ? choice(query, 'encoding', restEncodings, 'mp3')
      : choice(query, 'encoding', streamEncodings, 'linear16')
  if (encoding !== 'linear16' && encoding !== 'mulaw') {
    throw new QueryProblem(`The simulator speaks linear16 and mulaw, not ${encoding}.`)
  }
  const sampleRate = count(query, 'sample_rate') ?? (encoding === 'mulaw' ? 8000 : 24_000)
  if (!(rates[encoding] as readonly number[]).includes(sampleRate)) {
    throw new QueryProblem(`sample_rate must be one of ${rates[encoding].join(', ')} for ${encoding}.`)
  }
  const container = choice(query, 'container', ['wav', 'none', 'ogg'], over === 'rest' ? 'wav' : 'none')
  if (container === 'ogg' || (container === 'wav' && encoding === 'mulaw')) {
    throw new QueryProblem('The simulator packs linear16 as wav or none, and mulaw as none.')
  }
  const speed = Number(query.get('speed') ?? 1)
  if (!(speed >= 0.7 && speed <= 1.5)) throw new QueryProblem('speed must be between 0.7 and 1.5.')
  const model = query.get('model') ?? 'aura-asteria-en'
  if (!/^aura-/.test(model)) throw new QueryProblem(`No such model: ${model}.`)
  return { model, encoding, sampleRate, wav: over === 'rest' && container === 'wav' }
}
