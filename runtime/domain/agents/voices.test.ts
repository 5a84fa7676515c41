import { expect, test } from 'vitest'
import { phraseFinder } from '#runtime/domain/turns/phrases.ts'
import { agentDefaults, mergedSettings } from './agent-defaults.ts'
import { speakersOf, spokenLanguages, voiceOf } from './voices.ts'

test('the catalogue knows voices by provider and language', () => {
  expect(spokenLanguages).toEqual(['de', 'en', 'es', 'fr', 'it', 'ja', 'nl'])
  expect(speakersOf('fr')).toEqual([['deepgram', ['aura-2-agathe-fr', 'aura-2-hector-fr']]])
  expect(speakersOf('hi')).toEqual([])
  expect(voiceOf('deepgram', 'aura-2-thalia-en')).toEqual({ voiceId: 'aura-2-thalia-en', language: 'en', rate: true })
  expect(voiceOf('deepgram', 'aura-2-agathe-fr')?.rate).toBe(false)
  expect(voiceOf('nobody', 'aura-2-thalia-en')).toBeUndefined()
})

test('an agent that is older than a setting has its default, and keeps what it has', () => {
  const old = { asr: { provider: 'deepgram', model: 'nova-2' }, firstMessage: null } as const
  const filled = mergedSettings({ ...agentDefaults, name: 'A', prompt: 'P' }, old)
  expect(filled.asr).toEqual({ ...agentDefaults.asr, model: 'nova-2' })
  expect(filled.silence).toEqual(agentDefaults.silence)
  expect(mergedSettings(filled, { endCall: { phrases: ['bye'] } }).endCall).toEqual({
    phrases: ['bye'],
    farewell: null,
    tool: false,
  })
})

test.each([
  [['goodbye'], 'Thank you. Goodbye!', true],
  [['good bye'], 'GOOD\u00a0BYE', true],
  [['bye'], 'goodbyes', false],
  [['धन्यवाद'], 'जी, धन्यवाद।', true],
  [[], 'goodbye', false],
])('of %j in "%s": %s', (phrases, text, found) => {
  expect(phraseFinder(phrases)(text)).toBe(found)
})
