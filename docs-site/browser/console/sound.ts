import { Loudspeaker, type Played } from '#sdks/browser/audio/loudspeaker.ts'
import { Microphone } from '#sdks/browser/audio/microphone.ts'
import type { CallSocket } from '#sdks/browser/call-socket.ts'

const MARK_EVERY_MS = 200

type Transport = 'binary' | 'json'

/** Both directions of a call's sound: the agent is heard and marked, the caller is sent in the way that `start` said. */
export class Sound {
  readonly #context = new AudioContext()
  /** What the agent says before its loudspeaker is ready waits for it. */
  readonly #loudspeaker: Promise<Loudspeaker>
  readonly #worklet: string
  readonly #send: CallSocket['send']
  readonly #transport: Transport
  readonly #marks: ReturnType<typeof setInterval>
  #microphone: Microphone | null = null
  #seq = 0
  #marked = ''

  constructor(send: CallSocket['send'], transport: Transport, worklet: string) {
    this.#send = send
    this.#transport = transport
    this.#worklet = new URL(worklet, document.baseURI).href
    void this.#context.resume()
    this.#loudspeaker = Loudspeaker.open(this.#context, { workletUrl: this.#worklet })
    this.#marks = setInterval(() => this.#heard((loudspeaker) => loudspeaker.played()), MARK_EVERY_MS)
  }

  get listening(): boolean {
    return this.#microphone !== null
  }

  begin(utteranceId: string, rateHz: number, fromMs: number): void {
    void this.#loudspeaker.then((loudspeaker) => loudspeaker.begin(utteranceId, rateHz, fromMs))
  }

  play(bytes: Uint8Array): void {
    void this.#loudspeaker.then((loudspeaker) => loudspeaker.play(bytes))
  }

  playBase64(text: string): void {
    this.play(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
  }

  /** Drops what is buffered, and says until where it was heard. */
  clear(): void {
    this.#heard((loudspeaker) => loudspeaker.clear())
  }

  /** 20 ms of PCM16 at 16 kHz. */
  say(frame: Uint8Array): void {
    if (this.#transport === 'binary') return this.#send.callerAudio(frame)
    this.#send.audio({ seq: this.#seq, pcm16: btoa(String.fromCharCode(...frame)) })
    this.#seq += 1
  }

  async listen(onLoudness: (loudness: number) => void): Promise<void> {
    this.#microphone = await Microphone.open(this.#context, {
      workletUrl: this.#worklet,
      onFrame: (frame, loudness) => {
        onLoudness(loudness)
        this.say(new Uint8Array(frame.buffer))
      },
    })
  }

  stopListening(): void {
    this.#microphone?.close()
    this.#microphone = null
  }

  close(): void {
    clearInterval(this.#marks)
    this.stopListening()
    void this.#loudspeaker.then((loudspeaker) => loudspeaker.close()).finally(() => this.#context.close())
  }

  #heard(ask: (loudspeaker: Loudspeaker) => Played | null): void {
    void this.#loudspeaker.then(ask).then((played) => {
      const mark = played === null ? '' : `${played.utteranceId} ${played.playedMs}`
      if (played === null || mark === this.#marked) return
      this.#marked = mark
      this.#send.playbackMark(played)
    })
  }
}
