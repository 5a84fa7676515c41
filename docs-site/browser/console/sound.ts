import type { CallSocket } from '#sdks/browser/call-socket.ts'
import { Loudspeaker } from '../audio/loudspeaker.ts'
import { Microphone } from '../audio/microphone.ts'

const MARK_EVERY_MS = 200

type Transport = 'binary' | 'json'

/** Both directions of a call's sound: the agent is heard and marked, the caller is sent in the way that `start` said. */
export class Sound {
  readonly #context = new AudioContext()
  readonly #loudspeaker = new Loudspeaker(this.#context)
  readonly #send: CallSocket['send']
  readonly #transport: Transport
  readonly #marks: ReturnType<typeof setInterval>
  #microphone: Microphone | null = null
  #seq = 0
  #marked = ''

  constructor(send: CallSocket['send'], transport: Transport) {
    this.#send = send
    this.#transport = transport
    void this.#context.resume()
    this.#marks = setInterval(() => this.#mark(this.#loudspeaker.played()), MARK_EVERY_MS)
  }

  get listening(): boolean {
    return this.#microphone !== null
  }

  begin(utteranceId: string, rateHz: number, fromMs: number): void {
    this.#loudspeaker.begin(utteranceId, rateHz, fromMs)
  }

  play(bytes: Uint8Array): void {
    this.#loudspeaker.play(bytes)
  }

  playBase64(text: string): void {
    this.#loudspeaker.play(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
  }

  /** Drops what is buffered, and says until where it was heard. */
  clear(): void {
    this.#mark(this.#loudspeaker.clear())
  }

  /** 20 ms of PCM16 at 16 kHz. */
  say(frame: Uint8Array): void {
    if (this.#transport === 'binary') return this.#send.callerAudio(frame)
    this.#send.audio({ seq: this.#seq, pcm16: btoa(String.fromCharCode(...frame)) })
    this.#seq += 1
  }

  async listen(worklet: string, onLoudness: (loudness: number) => void): Promise<void> {
    this.#microphone = await Microphone.open(this.#context, worklet, (frame, loudness) => {
      onLoudness(loudness)
      this.say(frame)
    })
  }

  stopListening(): void {
    this.#microphone?.close()
    this.#microphone = null
  }

  close(): void {
    clearInterval(this.#marks)
    this.stopListening()
    this.#loudspeaker.clear()
    void this.#context.close()
  }

  #mark(played: { utteranceId: string; playedMs: number } | null): void {
    if (played === null) return
    const mark = `${played.utteranceId} ${played.playedMs}`
    if (mark === this.#marked) return
    this.#marked = mark
    this.#send.playbackMark(played)
  }
}
