import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '#runtime/adapters/store/embedded-postgres.ts'
import { systemClock } from '#runtime/core/system-clock.ts'

export interface BenchDatabase {
  /** Settings of a platform on this database, with a folder and a key of its own. */
  readonly settings: Readonly<Record<'DATABASE_URL' | 'DATA_DIR' | 'INVORTO_DEV_API_KEY', string>>
  stop(): Promise<void>
}

/** An empty embedded PostgreSQL, in a folder that is gone afterwards. */
export async function startDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'invorto-bench-'))
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), clock: systemClock() })
  return {
    settings: { DATABASE_URL: server.url, DATA_DIR: folder, INVORTO_DEV_API_KEY: 'bench-key-0123456789abcdef' },
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
