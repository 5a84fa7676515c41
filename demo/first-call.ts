import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { RealtimeClient } from '../sdks/browser/realtime-client.ts'

const call = new RealtimeClient(process.env.API_BASE_URL ?? 'http://127.0.0.1:8080')
call.on('stt.final', ({ text }) => console.log('caller:', text))
call.on('tool.call', ({ id, name, args }) => {
  console.log('tool:  ', name, args)
  call.send.toolResult({ id, result: 'shipped' })
})
call.on('audio', (_frame) => {}) // PCM16 mono, for a loudspeaker
call.on('tts.stopped', ({ textHeard }) => console.log('agent: ', textHeard))

await call.connect('call-1', 'order-desk', { ticket: process.env.TICKET! }, { audio: { sampleRateHz: 16000 } })
const answered = call.next('tts.stopped')
const speech = (await readFile('simulators/voices/where-is-order-a123.wav')).subarray(44)
for (let at = 0; at < speech.length; at += 640) {
  call.sendAudio(speech.subarray(at, at + 640)) // PCM16 mono, 20 to 40 ms a frame, at the speed of time
  await sleep(20)
}
await answered
console.log(await call.hangUp()) // { code: 1000, problems: [ 'normal' ], error: null }
