import { expect, test } from 'vitest'
import { coverageFaults, type LiveItem, type Surroundings } from './coverage.ts'

const message: LiveItem = {
  kind: 'message',
  name: 'sttFinal',
  called: ["'stt.final'", 'sttFinal'],
  examples: 'sttFinal',
  place: 'message-sttFinal',
}
const whole: Surroundings = {
  code: "send({ t: 'stt.final' })",
  tests: 'handle({ sttFinal: hear })',
  examples: ['sttFinal/valid-short.json', 'sttFinal/invalid-type-text.json'],
  places: new Set(['message-sttFinal']),
}

test('what is live and whole is not spoken of', () => {
  expect(coverageFaults([message], whole)).toEqual([])
})

test.each<[Partial<Surroundings>, string]>([
  [{ code: "send({ t: 'stt.final_words' })" }, 'has no code: name it in runtime/transports/realtime/.'],
  [{ tests: 'sttFinally' }, 'has no test: name it in contract-tests/.'],
  [{ examples: ['sttFinal/valid-short.json'] }, 'has no invalid example: specs/examples/sttFinal/invalid-….json.'],
  [{ places: new Set(['message-sttPartial']) }, 'has no place in the docs: docs-site/pages/socket.ts.'],
])('what is forgotten is named, with its place: %j', (less, fault) => {
  expect(coverageFaults([message], { ...whole, ...less })).toEqual([`The message sttFinal ${fault}`])
})
