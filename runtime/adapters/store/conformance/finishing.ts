import { describe, expect, test } from 'vitest'
import type { FinishJob } from '#runtime/ports/finishing.ts'
import { NotOwner, type Store } from '#runtime/ports/store.ts'
import { sampleEvents } from '../../testing/samples.ts'
import { newCall, newTenant } from './new-tenant.ts'

const at = '2026-02-03T04:06:00.000Z'
const ended = { status: 'ended', endReason: 'caller_hangup', endedAt: at } as const

export function describeFinishing(store: () => Store): void {
  describe('finishing', () => {
    const end = async (): Promise<FinishJob> => {
      const { tenantId, call } = await newCall(store(), { status: 'in_progress' })
      const batch = { sessionId: call.id, events: sampleEvents(call.id, 1, 1), content: [], call: ended }
      await store().events.append(tenantId, batch)
      return { tenantId, callId: call.id, attempt: 0, last: false }
    }
    const append = ({ tenantId, callId, attempt }: FinishJob, seq: number) =>
      store().events.append(tenantId, { sessionId: callId, events: sampleEvents(callId, seq, 1), content: [], attempt })
    /** Until the job is due again, some seconds after it failed. */
    const taken = async ({ callId }: FinishJob): Promise<FinishJob> => {
      for (;;) {
        const job = (await store().finishing.take(100)).find((one) => one.callId === callId)
        if (job !== undefined) return job
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }

    test('a job comes with the end of its call, in the hands of whoever wrote it', async () => {
      const job = await end()
      expect((await store().finishing.take(100)).map(({ callId }) => callId)).not.toContain(job.callId)
      await append(job, 2)
      expect(await store().finishing.isFinished(job.tenantId, job.callId)).toBe(false)
      await store().finishing.keep([job])
      await store().finishing.finished(job, at)
      expect(await store().finishing.isFinished(job.tenantId, job.callId)).toBe(true)
      expect(await store().finishing.isFinished(await newTenant(store()), job.callId)).toBe(false)
      await expect(append(job, 3)).rejects.toThrow(NotOwner)
    })

    test('a job that failed is taken by one of many, and whoever had it before writes nothing more', {
      timeout: 20_000,
    }, async () => {
      const job = await end()
      expect(await store().finishing.failed(job, 'the files are away')).toBe('waits')
      await expect(append(job, 2)).rejects.toThrow(NotOwner)
      const again = await taken(job)
      expect(again).toEqual({ ...job, attempt: 1 })
      expect((await store().finishing.take(100)).map(({ callId }) => callId)).not.toContain(job.callId)
      await expect(append(job, 2)).rejects.toThrow(NotOwner)
      await append(again, 2)
      expect(await store().finishing.failed(job, 'too late')).toBe('lost')
      await store().finishing.finished(again, at)
      expect(await store().finishing.failed(again, 'too late')).toBe('lost')
    })

    test('there is no job while a call lives, and ending it twice makes no second', async () => {
      const { tenantId, call } = await newCall(store(), { status: 'in_progress' })
      await expect(append({ tenantId, callId: call.id, attempt: 0, last: false }, 1)).rejects.toThrow(NotOwner)
      const job = await end()
      await store().events.append(job.tenantId, {
        ...{ sessionId: job.callId, events: sampleEvents(job.callId, 2, 1), content: [], call: ended },
      })
      await append(job, 3)
      const { active } = await store().finishing.sweep()
      expect(active).toBeGreaterThanOrEqual(1)
    })
  })
}
