import type { Caller } from '#runtime/core/operation.ts'

/** A caller with a key of the role dev, and what differs. */
export const sampleCaller = (differences: Partial<Caller> = {}): Caller => ({
  tenantId: 't_1',
  keyId: 'key_1',
  role: 'dev',
  limits: { restPerMinute: 60, socketsPerSecond: 3 },
  via: 'key',
  signedBy: null,
  ...differences,
})
