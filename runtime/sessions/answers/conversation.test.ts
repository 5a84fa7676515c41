import { expect, test } from 'vitest'
import { Conversation } from './conversation.ts'

test('the model is told its prompt, then who said what', () => {
  const conversation = new Conversation('You sell plans.')
  conversation.add('assistant', 'Hello.')
  conversation.add('user', '')
  conversation.add('user', 'Hi.')
  expect(conversation.messages()).toEqual([
    { role: 'system', content: 'You sell plans.' },
    { role: 'assistant', content: 'Hello.' },
    { role: 'user', content: 'Hi.' },
  ])
})

test('of a long call the prompt stays, and the last eighty messages at most', () => {
  const conversation = new Conversation('You sell plans.')
  for (let n = 1; n <= 500; n++) conversation.add(n % 2 === 0 ? 'assistant' : 'user', `message ${n}`)
  const messages = conversation.messages()
  expect(messages.length).toBeLessThanOrEqual(81)
  expect(messages[0]?.role).toBe('system')
  expect(messages[1]?.role).toBe('user')
  expect(messages.at(-1)?.content).toBe('message 500')
})

test('messages that were handed out do not change', () => {
  const conversation = new Conversation('You sell plans.')
  const before = conversation.messages()
  conversation.add('user', 'Hi.')
  expect(before.length).toBe(1)
})
