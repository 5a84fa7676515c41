import { readFile } from 'node:fs/promises'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { CallSocketOptions } from '#sdks/browser/call-socket.ts'
import { readWav } from '#simulators/speech/wav.ts'
import { Caller } from './caller.ts'

/** How long the agent is let speak before the caller cuts in. */
const PATIENCE_MS: Millis = 2_200

/** Tells what happens while it happens. */
export type Say = (who: string, what: string) => void

/** Three turns: asks, speaks over the answer, asks for something that takes a tool, hears the answer and hangs up. */
export async function converse(clock: Clock, options: CallSocketOptions, say: Say): Promise<void> {
  const speech = new Signal()
  const silence = new Signal()
  const caller = new Caller(clock, options, {
    connected: () => say('call', options.callId),
    sttFinal: ({ text }) => say('caller', text),
    ttsStarted: ({ fromMs }) => {
      say('agent', fromMs === undefined ? 'speaks' : `goes on from ${fromMs} ms`)
      speech.give()
    },
    ttsStopped: ({ cause, textHeard }) => {
      say('agent', `${cause === 'completed' ? 'said' : 'was cut after'}: ${textHeard}`)
      silence.give()
    },
    controlBargein: () => say('caller', 'speaks over the agent'),
    error: ({ code, message }) => say('error', `${code}: ${message}`),
    end: ({ reason, durationSec }) => say('call', `ended: ${reason} after ${durationSec} s`),
  })
  const greeted = silence.next()
  await caller.call()
  await greeted
  const answer = speech.next()
  await caller.say(await recording('what-are-your-plans'))
  await answer
  await clock.sleep(PATIENCE_MS)
  const cut = silence.next()
  await caller.say(await recording('no-wait-tell-me-the-price'))
  await cut
  await silence.next()
  const told = silence.next()
  await caller.say(await recording('where-is-order-a123'))
  await told
  await caller.hangUp()
}

/** Something that happens again and again, and can be waited for. */
class Signal {
  #waiting: (() => void)[] = []

  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  give(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}

async function recording(name: string): Promise<Uint8Array> {
  const { samples } = readWav(await readFile(new URL(`../simulators/voices/${name}.wav`, import.meta.url)))
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
}
