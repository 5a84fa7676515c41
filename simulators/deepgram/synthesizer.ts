import { samplesToMulaw } from '../speech/mulaw.ts'
import { pause, sayText } from '../speech/voice.ts'
import { toBytes } from '../speech/wav.ts'
import type { SpeakOptions } from './speak-query.ts'

/** Silence after each sentence. */
const pauseMs = 120
const mostKept = 64
const longestKept = 300

/** Says sentences in the simulated voice; keeps the last ones, because sandbox replies repeat. */
export class Synthesizer {
  readonly #kept = new Map<string, Buffer>()

  /** Raw audio of one sentence and the pause after it. The buffer is shared: do not write to it. */
  say(sentence: string, { encoding, sampleRate }: SpeakOptions): Buffer {
    const key = `${encoding} ${sampleRate} ${sentence}`
    const known = this.#kept.get(key)
    if (known) return known
    const spoken = [sayText(sentence, sampleRate), pause(pauseMs, sampleRate)]
    const audio = Buffer.concat(spoken.map(encoding === 'mulaw' ? samplesToMulaw : toBytes))
    if (sentence.length <= longestKept) this.#kept.set(key, audio)
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!)
    return audio
  }
}

/** Bytes of about 100 ms, in sizes that do not respect samples. */
export function* chunksOf(audio: Buffer, { encoding, sampleRate }: SpeakOptions): Generator<Buffer> {
  const bytes = (sampleRate / 10) * (encoding === 'linear16' ? 2 : 1)
  const sizes = [bytes + 1, bytes - 333, bytes + 166]
  for (let at = 0, turn = 0; at < audio.length; turn++) {
    const size = sizes[turn % sizes.length]!
    yield audio.subarray(at, at + size)
    at += size
  }
}
