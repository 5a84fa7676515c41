import { expect, test } from 'vitest'
import type { IndexLine } from '../page-data.ts'
import { ranked } from './search-ranking.ts'

const index: IndexLine[] = [
  ['page', 'Agents', 'rest-agents.html', 'REST', 'What answers a call'],
  ['operation', 'Create an agent', 'rest-agents.html#createAgent', 'Agents', 'createAgent /v1/agents'],
  ['field', 'agentId', 'rest-auth.html#createTicket.agentId', 'Auth', 'createTicket The agent.'],
  [
    'message',
    'stt.final',
    'socket.html#message-sttFinal',
    'Realtime voice socket',
    'sttFinal Words that will not change.',
  ],
]
const found = (query: string): string[] => ranked(index, query).map(({ title }) => title)

test('a name that is asked for stands before those that hold it', () => {
  expect(found('agents')[0]).toBe('Agents')
  expect(found('createAgent')).toEqual(['Create an agent'])
  expect(found('stt.final')).toEqual(['stt.final'])
  expect(found('STT')).toEqual(['stt.final'])
})

test('every word must be there; nothing asked finds nothing', () => {
  expect(found('create an agent')).toEqual(['Create an agent'])
  expect(found('create zebra')).toEqual([])
  expect(found('  ')).toEqual([])
})
