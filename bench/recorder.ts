import { bytesOf, frameMs } from '#runtime/core/audio.ts'
import { tone } from '#runtime/core/testing/tone.ts'
import { Recorder } from '#runtime/pipeline/recorder.ts'
import type { Bench, Row } from './bench.ts'
import { rounded } from './statistics.ts'
import { nanosecondsOf } from './timing.ts'

const framesPerSecond = 1000 / frameMs

/** What recording costs the process that has the call, against copying the same bytes into a file's buffer. */
export const recorder: Bench = {
  name: 'recorder',
  about: 'a second of a call, both sides speaking, put on two tracks, against copying its bytes',
  async run(say) {
    say('frames of 20 ms at the speed of the processor')
    const rows = [8_000, 16_000].map(measured)
    const ratio = Math.max(...rows.map((row) => Number(row['record/copy'])))
    const cpu = Math.max(...rows.map((row) => Number(row['record us'])))
    return {
      rows,
      figures: [
        { what: 'recorder, CPU of a call-second', value: cpu, unit: 'us', aim: { atMost: 1_000 } },
        { what: 'recorder / copying the bytes', value: ratio, unit: '' },
      ],
    }
  },
}

function measured(sampleRateHz: number): Row {
  const frame = tone(bytesOf(frameMs, sampleRateHz) / 2, 8_000)
  const file = Buffer.alloc(sampleRateHz * 4)
  let written = 0
  let at = 0
  const call = new Recorder({ sampleRateHz, channels: 2 }, 0, {
    write(stereo) {
      written += stereo.length
    },
  })
  const record = (): number => {
    for (let i = 0; i < framesPerSecond; i++) {
      call.agent(frame, at)
      at += frameMs
      call.caller(frame, at)
    }
    return written
  }
  const copy = (): number => {
    let place = 0
    for (let i = 0; i < 2 * framesPerSecond; i++) place += frame.copy(file, place)
    return place
  }
  const [recorded, copied] = nanosecondsOf([record, copy]) as [number, number]
  return {
    'rate Hz': sampleRateHz,
    bytes: file.length,
    'record us': rounded(recorded / 1_000),
    'copy us': rounded(copied / 1_000),
    'record/copy': rounded(recorded / copied),
  }
}
