/** Server messages of `/v1/listen`; seconds everywhere. https://developers.deepgram.com/reference/speech-to-text/listen-streaming */
export interface Word {
  readonly word: string
  readonly start: number
  readonly end: number
  readonly confidence: number
  readonly punctuated_word?: string
  readonly language?: string
}

export interface Alternative {
  readonly transcript: string
  readonly confidence: number
  readonly languages: readonly string[]
  readonly words: readonly Word[]
}

export interface Results {
  readonly type: 'Results'
  readonly channel_index: readonly [0, 1]
  readonly duration: number
  readonly start: number
  readonly is_final: boolean
  readonly speech_final: boolean
  readonly from_finalize: boolean
  readonly channel: { readonly alternatives: readonly [Alternative] }
  readonly metadata: {
    readonly request_id: string
    readonly model_info: { readonly name: string; readonly version: string; readonly arch: string }
    readonly model_uuid: string
  }
  /** Final messages only; no entities are found. */
  readonly entities?: readonly []
}

export interface Metadata {
  readonly type: 'Metadata'
  readonly transaction_key: 'deprecated'
  readonly request_id: string
  readonly sha256: string
  readonly created: string
  readonly duration: number
  readonly channels: 1
}

export type ListenMessage =
  | Results
  | Metadata
  | { readonly type: 'SpeechStarted'; readonly channel: readonly [0, 1]; readonly timestamp: number }
  | { readonly type: 'UtteranceEnd'; readonly channel: readonly [0, 1]; readonly last_word_end: number }

/** A word as it was said, with case and punctuation; `_` where a letter is missing. */
export interface SpokenWord {
  text: string
  readonly startMs: number
  endMs: number
}

const sure = 0.99
const unsure = 0.45

/** Milliseconds as seconds to the millisecond. */
export const seconds = (ms: number): number => Math.round(ms) / 1000

/** What was heard, in the words' own form or in lower case without punctuation. `multi` tells each word's language. */
export function alternative(spoken: readonly SpokenWord[], formatted: boolean, language: string): Alternative {
  const words = spoken.map(({ text, startMs, endMs }): Word => {
    const spokenIn = language === 'multi' ? languageOf(text) : language
    return {
      word: plain(text),
      start: seconds(startMs),
      end: seconds(endMs),
      confidence: text.includes('_') ? unsure : sure,
      ...(formatted && { punctuated_word: text }),
      ...(language === 'multi' && { language: spokenIn }),
    }
  })
  const said = words.map((word) => word.punctuated_word ?? word.word).filter((word) => word !== '')
  const languages = language === 'multi' ? [...new Set(words.map((word) => word.language!))] : [language]
  const confidence = words.length === 0 ? 0 : words.reduce((sum, word) => sum + word.confidence, 0) / words.length
  return { transcript: said.join(' '), confidence, languages: words.length === 0 ? [] : languages, words }
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}'_-]/gu, '')

const languageOf = (word: string): string => (/\p{Script=Devanagari}/u.test(word) ? 'hi' : 'en')
