import { CallSocket, type Closed, handle } from '#sdks/browser/call-socket.ts'
import type { Conversation } from './conversation.ts'
import { Sound } from './sound.ts'
import { dropToolCards, showToolCall } from './tool-cards.ts'
import { entryOf, type TrafficEntry } from './traffic.ts'

export interface CallOptions {
  readonly url: string
  readonly credential: { readonly apiKey: string } | { readonly ticket: string }
  readonly callId: string
  readonly agentId: string
  readonly locale: string
  readonly transport: 'binary' | 'json'
  /** Where the programs of the audio thread are served. */
  readonly worklet: string
}

/** One call of the console: the client of the SDK, its sound, and what is told of it. */
export class LiveCall {
  readonly client: CallSocket
  readonly sound: Sound
  readonly #began = performance.now()
  readonly #report: (entry: TrafficEntry) => void
  #turnEndedMs: number | null = null

  constructor(
    options: CallOptions,
    conversation: Conversation,
    report: (entry: TrafficEntry) => void,
    onAnswer: (afterMs: number) => void,
  ) {
    this.#report = report
    const { url, credential, callId, agentId, locale, transport, worklet } = options
    this.client = new CallSocket(
      { url, ...credential, callId, agentId, observe: (way, frame) => report(entryOf(this.#now(), way, frame)) },
      this.#handlers(conversation, onAnswer),
    )
    this.sound = new Sound(this.client.send, transport, worklet)
    this.client.send.start({ ...(locale !== '' && { locale }), audio: { sampleRateHz: 16_000, transport } })
    void this.client.closed.then((closed) => {
      this.sound.close()
      dropToolCards()
      this.#note(`closed ${closed.code}`, { ...closed })
    })
    this.#note('opened', { url: `${url.replace(/^http/, 'ws')}/v1/realtime/${callId}`, agentId })
  }

  get closed(): Promise<Closed> {
    return this.client.closed
  }

  #now = (): number => performance.now() - this.#began

  #note(kind: string, message: Record<string, unknown>): void {
    this.#report({ atMs: this.#now(), way: 'socket', kind, bytes: 0, message })
  }

  #handlers(conversation: Conversation, onAnswer: (afterMs: number) => void) {
    return handle({
      sttPartial: ({ text }) => conversation.heard(text),
      sttFinal: ({ text }) => conversation.said(text),
      turnEnded: () => {
        this.#turnEndedMs = this.#now()
      },
      llmDelta: ({ text }) => conversation.answers(text),
      ttsStarted: ({ utteranceId, sampleRateHz, fromMs = 0 }) => this.sound.begin(utteranceId, sampleRateHz, fromMs),
      agentAudio: (frame) => {
        this.#answered(onAnswer)
        this.sound.play(frame)
      },
      ttsChunk: ({ pcm16 }) => {
        this.#answered(onAnswer)
        this.sound.playBase64(pcm16)
      },
      ttsStopped: ({ textHeard, cause }) => conversation.silent(textHeard, cause === 'completed'),
      controlBargein: () => this.sound.clear(),
      toolCall: (call) => {
        conversation.note(`The agent asks for ${call.name}.`)
        showToolCall(call, (id, outcome) => this.client.send.toolResult({ id, ...outcome }))
      },
      dtmfReceived: ({ digit }) => conversation.note(`The agent presses ${digit}.`),
      error: ({ code, message }) => conversation.note(`${code}: ${message}`),
      end: ({ reason }) => conversation.note(`The call has ended: ${reason}.`),
    })
  }

  /** Tells how long the caller waited, with the first sound of an answer. */
  #answered(onAnswer: (afterMs: number) => void): void {
    if (this.#turnEndedMs === null) return
    onAnswer(this.#now() - this.#turnEndedMs)
    this.#turnEndedMs = null
  }
}
