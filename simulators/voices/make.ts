import { writeFileSync } from 'node:fs'
import { pause, sayText } from '../speech/voice.ts'
import { writeWav } from '../speech/wav.ts'

/** Makes the callers' recordings beside this file: `node simulators/voices/make.ts`. The same words give the same bytes. */
const said = [
  'what are your plans',
  'no wait, tell me the price',
  'where is order a123',
  'thank you, goodbye',
  'hello',
  'mujhe ek plan chahiye',
]
const sampleRate = 16_000
const quietMs = 100

for (const text of said) {
  const quiet = pause(quietMs, sampleRate)
  const samples = Int16Array.from([...quiet, ...sayText(text, sampleRate), ...quiet])
  const name = text.replace(/[^a-z0-9]+/g, '-')
  writeFileSync(new URL(`./${name}.wav`, import.meta.url), writeWav({ sampleRate, samples }))
}
