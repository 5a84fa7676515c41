import type { Tts, TtsStream } from '#runtime/ports/tts.ts'
import type { UsageMeter } from './usage-meter.ts'

/**
 * The same voice; the characters that it is given are metered for each utterance, also for one that is cut. What waits for
 * a provider that never lets us in is not used.
 */
export function meteredTts(tts: Tts, meter: UsageMeter, turnId: () => string | null): Tts {
  return {
    name: tts.name,
    open(options, sink): TtsStream {
      const provider = { name: tts.name, model: options.voiceId }
      let characters = 0
      let entry: 'none' | 'awaited' | 'given' = 'none'
      const tell = (): void => {
        if (entry !== 'given') {
          entry = 'awaited'
          return
        }
        const quantity = characters
        characters = 0
        const piece = { service: 'tts', provider, unit: 'characters', estimated: false } as const
        meter.used({ ...piece, turnId: turnId(), quantity })
      }
      const stream = tts.open(options, {
        opened: () => {
          const isDue = entry === 'awaited'
          entry = 'given'
          if (isDue) tell()
          sink.opened?.()
        },
        flushed: (pieces) => sink.flushed?.(pieces),
        audio: (pcm) => sink.audio(pcm),
        finished: () => sink.finished(),
        failed: (error) => {
          tell()
          sink.failed(error)
        },
      })
      return {
        say(text) {
          stream.say(text)
          characters += [...text].length
        },
        finish() {
          tell()
          stream.finish()
        },
        clear() {
          tell()
          stream.clear()
        },
        close() {
          tell()
          stream.close()
        },
      }
    },
  }
}
