import { expect, test } from 'vitest'
import { exampleFaults, type Fault, invalidName, type Subject } from './examples.ts'
import { liveChecks, operationFaults } from './operation-example.ts'

const faults: Record<string, Fault[]> = {
  good: [],
  bad: [{ keyword: 'maximum', pointer: '/llm/maxTokens' }],
  worse: [
    { keyword: 'maximum', pointer: '/a' },
    { keyword: 'type', pointer: '/b' },
  ],
}
const subject: Subject = { name: 'ping', faultsOf: (example) => faults[String(example)] ?? [] }
const file = (name: string, example: string) => ({ subject: 'ping', file: `${name}.json`, example })
const both = [file('valid-plain', 'good'), file('invalid-maximum-llm-max-tokens-by-far', 'bad')]

test('an example must be what its name says', () => {
  expect(exampleFaults([subject], both)).toEqual([])
  const wrong = (name: string, example: string) => exampleFaults([subject], [...both, file(name, example)])
  expect(wrong('valid-other', 'bad')).toEqual([
    'specs/examples/ping/valid-other.json is not valid: "maximum" is broken at "/llm/maxTokens".',
  ])
  expect(wrong('invalid-maximum-llm', 'bad')[0]).toContain('must be called invalid-maximum-llm-max-tokens.json')
  expect(wrong('invalid-maximum-a', 'worse')[0]).toContain('must be wrong in one place only')
  expect(wrong('invalid-maximum-a', 'good')[0]).toContain('is valid')
  expect(wrong('sample', 'good')[0]).toContain('must be called valid-….json or invalid-….json')
})

test('what has no example of either kind is named, and so is an example of nothing', () => {
  expect(exampleFaults([subject], [both[0]!])).toEqual(['ping needs an example specs/examples/ping/invalid-….json.'])
  expect(exampleFaults([], [both[0]!])).toEqual([
    'specs/examples/ping/valid-plain.json belongs to nothing in the documents.',
  ])
})

test('a draft needs a valid example alone', () => {
  const draft = { ...subject, draft: true }
  expect(exampleFaults([draft], [both[0]!])).toEqual([])
  expect(exampleFaults([draft], [])).toEqual(['ping needs an example specs/examples/ping/valid-….json.'])
})

test('the name of an invalid example is its keyword and its place', () => {
  expect(invalidName({ keyword: 'additionalProperties', pointer: '/audio/sampleRateHz' })).toBe(
    'invalid-additional-properties-audio-sample-rate-hz',
  )
  expect(invalidName({ keyword: 'minProperties', pointer: '' })).toBe('invalid-min-properties-whole')
})

test('an example of an operation is held against parameters, body, status and answer', () => {
  const body = { name: 'Support', prompt: 'Help.' }
  expect(operationFaults(liveChecks('createAgent'), { request: { body } })).toEqual([])
  expect(operationFaults(liveChecks('createAgent'), {})).toEqual([{ keyword: 'required', pointer: '/request' }])
  expect(operationFaults(liveChecks('createAgent'), { request: {} })).toEqual([
    { keyword: 'required', pointer: '/body' },
  ])
  expect(operationFaults(liveChecks('createAgent'), { request: { body, contentType: 'text/plain' } })).toMatchObject([
    { keyword: 'contentType' },
  ])
  expect(operationFaults(liveChecks('createAgent'), { response: { status: 418 } })).toEqual([
    { keyword: 'enum', pointer: '/status' },
  ])
  expect(operationFaults(liveChecks('listAgents'), { request: { query: { limit: '0' } } })).toMatchObject([
    { keyword: 'minimum', pointer: '/limit' },
  ])
})
