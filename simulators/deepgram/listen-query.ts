import { sampleRates } from '../speech/format.ts'
import { choice, count, flag, QueryProblem } from './query.ts'

/** What the query of `/v1/listen` asks for. https://developers.deepgram.com/reference/speech-to-text/listen-streaming */
export interface ListenOptions {
  readonly model: string
  readonly language: string
  readonly encoding: 'linear16' | 'mulaw'
  readonly sampleRate: number
  readonly interimResults: boolean
  /** Milliseconds of silence that end speech, or undefined when endpointing is off. */
  readonly endpointingMs: number | undefined
  readonly utteranceEndMs: number | undefined
  readonly vadEvents: boolean
  /** Whether transcripts have case and punctuation. */
  readonly formatted: boolean
}

const vendorEncodings = [
  'linear16',
  'linear32',
  'flac',
  'alaw',
  'mulaw',
  'amr-nb',
  'amr-wb',
  'opus',
  'ogg-opus',
  'speex',
  'g729',
  '',
] as const
const flags = ['detect_entities', 'diarize', 'dictation', 'multichannel', 'numerals', 'profanity_filter'] as const

/** Throws QueryProblem for what Deepgram refuses, and for what this simulator cannot hear. */
export function listenOptions(query: URLSearchParams): ListenOptions {
  for (const name of flags) flag(query, name)
  const model = query.get('model') ?? 'base-general'
  if (model.startsWith('nova-3') && query.has('keywords')) {
    throw new QueryProblem('keywords is not supported by nova-3: use keyterm.')
  }
  const interimResults = flag(query, 'interim_results')
  const utteranceEndMs = count(query, 'utterance_end_ms')
  if (utteranceEndMs !== undefined && !interimResults) {
    throw new QueryProblem('utterance_end_ms needs interim_results=true.')
  }
  if ((count(query, 'channels') ?? 1) !== 1 || flag(query, 'multichannel')) {
    throw new QueryProblem('The simulator hears one channel.')
  }
  return {
    model,
    language: query.get('language') ?? 'en',
    ...audioFormat(query),
    interimResults,
    endpointingMs: endpointing(query),
    utteranceEndMs,
    vadEvents: flag(query, 'vad_events'),
    formatted: flag(query, 'punctuate') || flag(query, 'smart_format'),
  }
}

function audioFormat(query: URLSearchParams): Pick<ListenOptions, 'encoding' | 'sampleRate'> {
  const encoding = choice(query, 'encoding', vendorEncodings, '')
  if (encoding !== 'linear16' && encoding !== 'mulaw') {
    throw new QueryProblem('The simulator hears raw audio: give encoding=linear16 or mulaw, and sample_rate.')
  }
  const sampleRate = count(query, 'sample_rate')
  if (sampleRate === undefined) throw new QueryProblem(`encoding=${encoding} needs sample_rate.`)
  if (!(sampleRates as readonly number[]).includes(sampleRate)) {
    throw new QueryProblem(`The simulator hears a sample_rate of ${sampleRates.join(', ')}.`)
  }
  return { encoding, sampleRate }
}

function endpointing(query: URLSearchParams): number | undefined {
  const value = query.get('endpointing')
  if (value === 'false') return undefined
  return value === null || value === 'true' ? 10 : count(query, 'endpointing')
}
