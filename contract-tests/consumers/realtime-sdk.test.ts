import { MatchersV3 } from '@pact-foundation/pact'
import { describe, expect, test } from 'vitest'
import {
  decodeServerMessage,
  dispatchServerMessage,
  type RealtimeClientHandlers,
} from '#sdks/browser/generated/realtime.gen.ts'
import { documentOf } from '#sdks/contract/published.ts'
import { fullestExample } from './fullest-example.ts'
import { loosely } from './loose.ts'
import { PactFile } from './pact-file.ts'

const file = new PactFile('invorto-realtime')
const { operations, components } = documentOf('realtime')
/** What the client needs to come back to a call, to see that a message was lost, and to place words in time. */
const also = ['resumeToken', 'limits', 'resumeGraceMs', 'seq', 'prevSeq', 'ts', 'turnId', 'pcm16']

const keys: string[] = operations.sendToCaller.messages
  .map(({ $ref }: { $ref: string }) => $ref.slice($ref.lastIndexOf('/') + 1))
  // Bytes have no fields.
  .filter((key: string) => components.messages[key]['x-ws-frame'] !== 'binary')

describe('every message of the platform is known to @invorto/realtime, and comes to its handler', () => {
  test.each(keys)('%s', async (key) => {
    const content = loosely({ components }, components.messages[key].payload, fullestExample(key), { also })!
    await file.message('sendToCaller', key, content).executeTest(async ({ contents }) => {
      const decoded = decodeServerMessage(JSON.stringify(contents.content))
      expect(decoded).toMatchObject({ ok: true, known: true })
      if (!decoded.ok) return
      const told: unknown[] = []
      const handler = { [key]: (message: unknown) => told.push(message) } as Partial<RealtimeClientHandlers>
      dispatchServerMessage(handler, decoded.message)
      expect(told).toEqual([MatchersV3.reify(content as never)])
    })
  })
})

test('the pact is the committed one', () => file.expectCommitted())
