import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { systemClock } from '#runtime/core/system-clock.ts'
import { embeddedBinaries } from '../store/embedded/binaries.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../store/embedded-postgres.ts'
import { startRedis } from './redis-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a superuser; make a database of your own with `createTestDatabase`. */
    postgres18: string
    postgres15: string
    /** Shared by all test files: begin your keys with a prefix of your own. */
    redis: string
  }
}

const FOLDER = 'invorto-test-'
/** Nothing here outlives the run, so nothing need reach the disk. */
const HASTE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** vitest's globalSetup: real PostgreSQL 18 and 15 and a real Redis for one run, gone with it even by SIGKILL. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep()
  const folder = await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`))
  const started = await Promise.allSettled([
    postgres(join(folder, 'pg18'), 'embedded-postgres'),
    postgres(join(folder, 'pg15'), 'pg15'),
    startRedis(),
  ])
  const teardown = async (): Promise<void> => {
    await Promise.all(started.map((one) => one.status === 'fulfilled' && one.value.stop()))
    await rm(folder, { recursive: true, force: true })
  }
  const [postgres18, postgres15, redis] = started
  for (const one of started) {
    if (one.status === 'fulfilled') continue
    await teardown()
    throw one.reason
  }
  if (postgres18.status === 'fulfilled') project.provide('postgres18', postgres18.value.url)
  if (postgres15.status === 'fulfilled') project.provide('postgres15', postgres15.value.url)
  if (redis.status === 'fulfilled') project.provide('redis', redis.value.url)
  return teardown
}

const postgres = (dataDir: string, from: 'embedded-postgres' | 'pg15'): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataDir, clock: systemClock(), binaries: embeddedBinaries(from), settings: HASTE })

/** Removes what runs that were killed have left. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(FOLDER) ? Number(name.slice(FOLDER.length).split('-')[0]) : 0
    if (pid > 0 && !isAlive(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
