import { readFile } from 'node:fs/promises'
import { CallSocket, handle } from '#sdks/browser/call-socket.ts'
import { fromBytes, readWav, toBytes } from '#simulators/speech/wav.ts'
import { answerParent } from './child.ts'

/** Callers that speak a recording, wait for the whole answer and speak again. */
export interface Speakers {
  readonly url: string
  readonly apiKey: string
  readonly agentId: string
  readonly calls: number
  readonly turns: number
  /** 16 kHz, of `simulators/voices`. */
  readonly voice: string
}

const frameMs = 20
const frameBytes = 640
/** What a caller waits before it speaks. */
const breathMs = 300
const quiet = new Uint8Array(frameBytes)

/** One caller; `tick` is called every 20 ms. */
class Speaker {
  /** From the last loud frame sent to the first audio of the answer, as the caller sees it. */
  readonly responsesMs: number[] = []
  readonly over: Promise<unknown>
  readonly #client: CallSocket
  readonly #frames: readonly Uint8Array[]
  readonly #lastLoud: number
  #turnsLeft: number
  #live = false
  #frame = -breathMs / frameMs
  #loudAt: number | null = null
  #failure: string | null = null

  constructor({ url, apiKey, agentId, turns }: Speakers, callId: string, frames: readonly Uint8Array[]) {
    this.#turnsLeft = turns
    this.#frames = frames
    this.#lastLoud = frames.findLastIndex(isLoud)
    this.#client = new CallSocket(
      { url, apiKey, callId, agentId },
      handle({
        error: ({ code, message }) => {
          this.#failure = `${code}: ${message}`
        },
        connected: () => {
          this.#client.send.start({ audio: { sampleRateHz: 16_000 } })
          this.#live = true
        },
        agentAudio: () => this.#heard(),
        ttsStopped: () => this.#answered(),
      }),
    )
    this.over = this.#client.closed.then(() => {
      this.#live = false
      if (this.#failure !== null) throw new Error(this.#failure)
    })
  }

  tick(): void {
    if (!this.#live) return
    this.#client.send.callerAudio(this.#frames[this.#frame] ?? quiet)
    if (this.#frame === this.#lastLoud) this.#loudAt = performance.now()
    this.#frame += 1
  }

  #heard(): void {
    if (this.#loudAt === null) return
    this.responsesMs.push(performance.now() - this.#loudAt)
    this.#loudAt = null
  }

  #answered(): void {
    this.#turnsLeft -= 1
    if (this.#turnsLeft === 0) this.#client.send.endCall({ reason: 'hangup' })
    else this.#frame = -breathMs / frameMs
  }
}

/** Above -45 dBFS: what the platform takes for a voice. */
function isLoud(frame: Uint8Array): boolean {
  const samples = fromBytes(frame)
  const square = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return square > (32_768 * 10 ** (-45 / 20)) ** 2
}

async function framesOf(voice: string): Promise<Uint8Array[]> {
  const { samples } = readWav(await readFile(new URL(`../../simulators/voices/${voice}.wav`, import.meta.url)))
  const bytes = toBytes(samples)
  return Array.from({ length: Math.floor(bytes.length / frameBytes) }, (_, index) =>
    Uint8Array.from(bytes.subarray(index * frameBytes, (index + 1) * frameBytes)),
  )
}

async function speak(asked: Speakers): Promise<{ callIds: string[]; responsesMs: number[] }> {
  const frames = await framesOf(asked.voice)
  const callIds = Array.from({ length: asked.calls }, (_, index) => `turns-${process.pid}-${index}`)
  const speakers: Speaker[] = []
  // Begun apart from each other, so that the turns of all are not one burst.
  for (const [index, callId] of callIds.entries()) {
    setTimeout(() => {
      const speaker = new Speaker(asked, callId, frames)
      speakers.push(speaker)
      let next = performance.now()
      const timer = setInterval(() => {
        for (const now = performance.now(); next <= now; next += frameMs) speaker.tick()
      }, frameMs)
      void speaker.over.catch(() => {}).finally(() => clearInterval(timer))
    }, index * 137)
  }
  await new Promise((resolve) => setTimeout(resolve, asked.calls * 137 + 100))
  await Promise.all(speakers.map(({ over }) => over))
  return { callIds, responsesMs: speakers.flatMap(({ responsesMs }) => responsesMs) }
}

answerParent({ speak })
