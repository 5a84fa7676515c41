import { samplesOf } from '#sdks/browser/audio/pcm16.ts'
import { Resampler } from '#sdks/browser/audio/resampler.ts'
import { CallSocket, handle } from '#sdks/browser/index.ts'
import type { Bench, Outcome, Row } from './bench.ts'
import { rounded } from './statistics.ts'
import { kept, nanosecondsOf } from './timing.ts'

const DEVICE_HZ = 48_000
const WIRE_HZ = 16_000
const VOICE_HZ = 24_000
const FRAMES = 50
/** Samples of one turn of an AudioWorklet (Web Audio API 1.1). */
const QUANTUM = 128
/** Two frames of a device that turns 375 times a second. */
const QUANTA = (2 * DEVICE_HZ) / FRAMES / QUANTUM

interface Processor {
  readonly port: { onmessage?: (event: { data: unknown }) => void }
  process(inputs: readonly (readonly Float32Array[])[], outputs: readonly (readonly Float32Array[])[]): boolean
}

/** What the browser's SDK does for 20 ms of sound, both ways; sockets and devices cost nothing here. */
export const sdkAudio: Bench = {
  name: 'sdk-audio',
  about: 'a frame of 20 ms on its way through the browser SDK, both ways',
  async run(say) {
    const { microphone, loudspeaker } = await worklets()
    const { call, receive } = openCall()
    const quantum = Float32Array.from({ length: QUANTUM }, (_, index) => Math.sin(index / 7) / 2)
    const out = new Float32Array(QUANTUM)
    const voice = new Resampler(VOICE_HZ, DEVICE_HZ)
    const frame = new Uint8Array((2 * WIRE_HZ) / FRAMES).fill(7)
    const spoken = new Uint8Array((2 * VOICE_HZ) / FRAMES).fill(7)
    const answer = new ArrayBuffer(spoken.length)
    const played = new Float32Array(DEVICE_HZ / FRAMES).fill(0.1)
    const turns = (once: () => void) => () => {
      for (let turn = 0; turn < QUANTA; turn++) once()
    }
    const parts: [name: string, run: () => unknown, frames: number][] = [
      ['microphone: 48 kHz to PCM16 of 16 kHz', turns(() => microphone.process([[quantum]], [])), 2],
      ['microphone: a frame into the socket', () => call.send.callerAudio(frame), 1],
      ['voice: a frame out of the socket', () => receive(answer), 1],
      ['voice: PCM16 of 24 kHz to 48 kHz', () => voice.push(samplesOf(spoken)), 1],
      [
        'voice: into the device',
        () => {
          for (let at = 0; at < 2; at++) loudspeaker.port.onmessage!({ data: played })
          turns(() => loudspeaker.process([], [[out]]))()
        },
        2,
      ],
    ]
    say(`${parts.length} parts of the way, in turns`)
    const times = nanosecondsOf(parts.map(([, one]) => one))
    return outcomeOf(parts.map(([part, , frames], index) => ({ part, 'us a frame': times[index]! / frames / 1000 })))
  },
}

function outcomeOf(rows: readonly { part: string; 'us a frame': number }[]): Outcome {
  const whole = rows.reduce((sum, row) => sum + row['us a frame'], 0)
  const shown: Row[] = rows.map((row) => ({ ...row, 'us a frame': rounded(row['us a frame']) }))
  // A hundredth of the time that a frame lasts.
  return {
    rows: shown,
    figures: [{ what: '20 ms of sound, both ways', value: whole, unit: 'us', aim: { atMost: 200 } }],
  }
}

/** The processors of the worklet, which has these around it. */
async function worklets(): Promise<Record<'microphone' | 'loudspeaker', Processor>> {
  const found = new Map<string, new (options: object) => Processor>()
  Object.assign(globalThis, {
    ...{ sampleRate: DEVICE_HZ, registerProcessor: found.set.bind(found) },
    AudioWorkletProcessor: class {
      readonly port = { postMessage() {} }
    },
  })
  // By an address, not by a name: the types of a page are not known here.
  await import(new URL('../sdks/browser/audio/worklet.ts', import.meta.url).href)
  const made = (name: string) => new (found.get(name)!)({ processorOptions: { rateHz: WIRE_HZ } })
  return { microphone: made('invorto-microphone'), loudspeaker: made('invorto-loudspeaker') }
}

/** A call on a socket that is open at once and takes everything. */
function openCall(): { call: CallSocket; receive(data: ArrayBuffer): void } {
  const listeners = new Map<string, (event: object) => void>()
  class OpenSocket {
    static readonly CONNECTING = 0
    static readonly OPEN = 1
    readonly readyState = OpenSocket.OPEN
    readonly bufferedAmount = 0
    addEventListener = (name: string, listener: (event: object) => void) => listeners.set(name, listener)
    send() {}
  }
  const real = globalThis.WebSocket
  globalThis.WebSocket = OpenSocket as unknown as typeof WebSocket
  const listener = handle({
    agentAudio: (frame) => {
      kept.value = frame
    },
  })
  const call = new CallSocket({ url: 'http://127.0.0.1', callId: 'call-1', apiKey: 'key-of-a-tenant' }, listener)
  globalThis.WebSocket = real
  return { call, receive: (data) => listeners.get('message')!({ data }) }
}
