import { expect, test } from 'vitest'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { CallLog } from '#runtime/sessions/log/call-log.ts'
import { readWhole } from '#runtime/sessions/log/call-reader.ts'
import { memoryBlobs, memoryStore } from '#runtime/sessions/testing/memory-store.ts'
import { recordingBus } from '#runtime/sessions/testing/recording-bus.ts'
import { artifactKeys, writeArtifacts } from './call-artifacts.ts'

test('a log of many pages is written whole, in order, and the same bytes when it is written again', async () => {
  const sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
  const store = memoryStore([])
  const clock = new VirtualClock(1_700_000_000_000)
  const bus = recordingBus()
  const log = new CallLog(
    { clock, bus, events: store.events, sealer, checks: everyCheck(), onTrouble: () => {} },
    't_1',
    'c_1',
  )
  for (let n = 1; n <= 1000; n++) {
    log.append('stt.final', {
      correlationId: 'turn_1',
      latencyMs: n,
      data: { transcript_length: 4, language: 'en', confidence: 1 },
      content: { text: `word ${n}` },
    })
  }
  await log.flush()
  const blobs = memoryBlobs()
  const write = async () => {
    const logged = await readWhole({ store, sealer }, 't_1', 'c_1')
    return writeArtifacts({ store, blobs }, { tenantId: 't_1', callId: 'c_1', logged })
  }
  await write()
  const first = new Map(blobs.files)
  const { transcript, metrics } = artifactKeys('c_1')
  const lines = first.get(transcript)?.trim().split('\n') ?? []
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(Array.from({ length: 1000 }, (_, i) => `word ${i + 1}`))
  expect(first.get(metrics)).not.toContain('word')
  await write()
  expect(new Map(blobs.files)).toEqual(first)
})
