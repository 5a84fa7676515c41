import { inject } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import { createStoreDatabase } from '../testing/store-database.ts'
import { describeStore } from './conformance.ts'
import { createPool } from './pool.ts'
import { postgresStore } from './postgres.ts'

for (const version of ['postgres18', 'postgres15'] as const) {
  describeStore(`the store on ${version}`, async () => {
    const url = await createStoreDatabase(inject(version))
    return postgresStore(createPool({ url }), systemClock())
  })
}
