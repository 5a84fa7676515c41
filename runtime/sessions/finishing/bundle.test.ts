import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { aesSealer } from '#runtime/core/seal.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import type { BlobBody, Blobs } from '#runtime/ports/blobs.ts'
import { artifactKeys } from '#runtime/sessions/artifacts/call-artifacts.ts'
import { memoryStore } from '../testing/memory-store.ts'
import { plainZip, unpacked } from '../testing/plain-zip.ts'
import { callId, type PlayedCall, playCall, tenantId } from '../testing/play-call.ts'
import { bundle } from './bundle.ts'
import type { EndedCall } from './finish-step.ts'

const keys = artifactKeys(callId)
let played: PlayedCall
beforeAll(async () => {
  played = await playCall({ agent: { firstMessage: 'Hello there' } })
})

async function stage(recorded: boolean) {
  const store = memoryStore([])
  await store.events.append(tenantId, { sessionId: callId, events: played.log.map(({ event }) => event), content: [] })
  const files = new Map<string, Buffer>()
  if (recorded) files.set(keys.recording, Buffer.from([1, 2, 0xff, 0xfe]))
  const blobs = {
    put: async (key: string, body: BlobBody) => {
      const bytes = Buffer.isBuffer(body) ? body : await buffer(body.open())
      expect(bytes.length).toBe(Buffer.isBuffer(body) ? body.length : body.bytes)
      files.set(key, bytes)
    },
    get: async (key: string) => {
      const file = files.get(key)
      return file === undefined ? null : { body: Readable.from([file]), bytes: file.length }
    },
    signedUrl: async (key: string) => (files.has(key) ? 'https://files.example.com' : null),
    remove: async (key: string) => void files.delete(key),
    ready: async () => true,
  } satisfies Blobs
  const said: unknown[] = []
  const log = {
    lost: false,
    flush: async () => {},
    append: (_: string, { data }: { data: unknown }) => said.push(data),
  }
  const call = (): EndedCall =>
    ({
      tenantId,
      callId,
      attempt: 0,
      last: false,
      agent: sampleAgent({}),
      logged: played.log,
      log,
    }) as unknown as EndedCall
  const sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
  return { store, files, said, call, ports: { store, blobs, zip: plainZip, sealer } }
}

test('what the call left behind is one file, and the same log gives the same bytes', async () => {
  const { files, said, call, ports } = await stage(true)
  expect(await bundle(ports, call())).toBe('done')
  const first = files.get(keys.bundle)!
  expect(said).toEqual([{ kind: 'bundle', bytes: first.length }])
  const inside = unpacked(first)
  expect(Object.keys(inside)).toEqual([
    ...['summary.json', 'timeline.json', 'transcript.jsonl', 'metrics.ndjson', 'recording.wav'],
  ])
  expect(inside['recording.wav']).toEqual(Buffer.from([1, 2, 0xff, 0xfe]))
  expect(JSON.parse(String(inside['timeline.json']))[0].type).toBe('call.started')
  await bundle(ports, call())
  expect(files.get(keys.bundle)).toEqual(first)
})

test('a recording is waited for, for some attempts', async () => {
  const { files, call, ports } = await stage(false)
  expect(await bundle(ports, call())).toBe('waits')
  expect(files.size).toBe(0)
  expect(await bundle(ports, { ...call(), attempt: 8 })).toBe('waits')
  expect(await bundle(ports, { ...call(), attempt: 9 })).toBe('done')
  expect(Object.keys(unpacked(files.get(keys.bundle)!))).not.toContain('recording.wav')
})

test('of a call of which something was erased there is no bundle, also when that happens meanwhile', async () => {
  const { store, files, said, call, ports } = await stage(true)
  const erase = async (): Promise<void> => {
    const { event } = played.log.at(-1)!
    const data = { kind: 'transcript', retention_days: 1 } as const
    const erased = { ...event, seq: event.seq + 1, event_type: 'artifact.erased', data } as const
    await store.events.append(tenantId, { sessionId: callId, events: [erased as never], content: [] })
  }
  const { put } = ports.blobs
  ports.blobs.put = async (key, body) => {
    await put(key, body)
    await erase()
  }
  await bundle(ports, call())
  expect([files.has(keys.bundle), said]).toEqual([false, []])
  await bundle(ports, call())
  expect([files.has(keys.bundle), said]).toEqual([false, []])
})
