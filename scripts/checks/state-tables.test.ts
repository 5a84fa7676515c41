import { expect, test } from 'vitest'
import type { JsonObject } from '../bundle/json.ts'
import { stateTableFaults } from './state-tables.ts'

const operation = (action: string, key: string): JsonObject => ({
  action,
  channel: { $ref: '#/channels/line' },
  messages: [{ $ref: `#/channels/line/messages/${key}` }],
})

function faultsOf(states: JsonObject): string[] {
  const document: JsonObject = {
    channels: {
      line: {
        'x-states': states,
        messages: { take: { $ref: '#/components/messages/take' }, told: { $ref: '#/components/messages/told' } },
      },
    },
    operations: { in: operation('receive', 'take'), out: operation('send', 'told') },
    components: { messages: { take: { name: 'call.take' }, told: { name: 'call.told' } } },
  }
  return stateTableFaults('a.yaml', document).map((fault) => fault.replace('a.yaml#/channels/line/x-states: ', ''))
}

const take: JsonObject = {
  on: 'call.take',
  by: 'callee',
  to: 'over',
  ends: ['taken'],
  tells: { caller: ['call.told'] },
}

test('a table of bare states and one of moves hold', () => {
  expect(faultsOf({ open: ['open', 'over'], over: [] })).toEqual([])
  expect(faultsOf({ open: [take], over: [{ on: 'call.take', by: 'callee', to: 'over' }] })).toEqual([])
})

test('a state that is unknown, lonely or without an end is named', () => {
  expect(faultsOf({ open: ['shut', 'over'], over: [] })).toEqual(['"open" leads to "shut", which is no state.'])
  expect(faultsOf({ open: ['over'], odd: ['over'], over: [] })).toEqual(['nothing leads to "odd".'])
  expect(faultsOf({ open: ['loop', 'over'], loop: ['turn'], turn: ['loop'], over: [] })).toEqual([
    '"loop" never ends.',
    '"turn" never ends.',
  ])
})

test('a move goes by a message that its party sends, and tells what the platform sends', () => {
  const faults = faultsOf({
    open: [
      { ...take, on: 'call.told' },
      { ...take, by: 'platform' },
      { ...take, tells: { caller: ['call.take'] } },
      { on: 'time_is_up', by: 'platform', to: 'over' },
    ],
    over: [],
  })
  expect(faults).toEqual([
    '"open" goes by "call.told", which is no message that is received.',
    '"open" lets the platform send "call.take".',
    '"open" tells "call.take", which is no message that is sent.',
  ])
})

test('two ways for one case, and an end that is none, are named', () => {
  expect(faultsOf({ open: [take, { ...take, when: 'it is late' }, take], over: [] })).toEqual([
    '"open" has two ways for "call.take callee".',
  ])
  expect(faultsOf({ open: [{ ...take, to: 'open' }, 'over'], over: [] })).toEqual([
    '"open" ends by "call.take" in "open", which is not the end.',
  ])
})
