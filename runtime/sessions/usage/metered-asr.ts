import { msOf } from '#runtime/core/audio.ts'
import type { Asr, AsrStream } from '#runtime/ports/asr.ts'
import type { UsageMeter } from './usage-meter.ts'

/** A call that dies loses no more than this of what it used. */
const EVERY_SEC = 10

/**
 * The same transcriber; the seconds of audio that it is sent are metered, also those that are sent again. What waits for a
 * provider that never lets us in is not used.
 */
export function meteredAsr(asr: Asr, meter: UsageMeter): Asr {
  return {
    name: asr.name,
    open(options, sink): AsrStream {
      const provider = { name: asr.name, model: options.model }
      let bytes = 0
      const every = EVERY_SEC * options.sampleRateHz * 2
      let isOpen = false
      const tell = (): void => {
        if (!isOpen) return
        const quantity = msOf(bytes, options.sampleRateHz) / 1000
        bytes = 0
        meter.used({ service: 'asr', provider, turnId: null, unit: 'seconds', quantity, estimated: false })
      }
      const stream = asr.open(options, {
        opened: () => {
          isOpen = true
          sink.opened?.()
        },
        progressed: () => sink.progressed?.(),
        partial: (heard) => sink.partial(heard),
        final: (heard) => sink.final(heard),
        failed: (error) => {
          tell()
          sink.failed(error)
        },
      })
      return {
        send(pcm, isSilence) {
          stream.send(pcm, isSilence)
          bytes += pcm.length
          if (bytes >= every) tell()
        },
        finalize: () => stream.finalize(),
        close() {
          tell()
          stream.close()
        },
      }
    },
  }
}
