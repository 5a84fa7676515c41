import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { handle, RealtimeClient } from '../sdks/browser/realtime-client.ts'

const answered = Promise.withResolvers<void>()
const call = new RealtimeClient(
  {
    url: process.env.URL ?? 'http://127.0.0.1:8080',
    ticket: process.env.TICKET!,
    callId: 'call-1',
    agentId: 'support',
  },
  handle({
    sttFinal: ({ text }) => console.log('caller:', text),
    toolCall: ({ id, name, args }) => {
      console.log('tool:  ', name, args)
      call.send.toolResult({ id, result: 'shipped' })
    },
    agentAudio: (_frame) => {}, // PCM16 mono, for a loudspeaker
    ttsStopped: ({ textHeard }) => {
      console.log('agent: ', textHeard)
      answered.resolve()
    },
  }),
)
call.send.start({ audio: { sampleRateHz: 16000 } })
const speech = (await readFile('simulators/voices/where-is-order-a123.wav')).subarray(44)
for (let at = 0; at < speech.length; at += 640) {
  call.send.callerAudio(speech.subarray(at, at + 640)) // PCM16 mono, 20 to 40 ms a frame, at the speed of time
  await sleep(20)
}
await answered.promise
call.send.endCall()
console.log(await call.closed) // { code: 1000, problems: [ 'normal' ], error: null }
