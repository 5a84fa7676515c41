import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import { query } from '../testing/test-database.ts'
import { embeddedBinaries } from './embedded/binaries.ts'
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts'

const ownerProgram = fileURLToPath(new URL('../testing/embedded-postgres-owner.ts', import.meta.url))
const clock = systemClock()

let folder: string
let dataDir: string
let started: EmbeddedPostgres[]
let owners: ChildProcess[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), `invorto-test-${process.pid}-embedded-`))
  dataDir = join(folder, 'data', 'pg')
  started = []
  owners = []
})
afterEach(async () => {
  for (const owner of owners) owner.kill('SIGKILL')
  await Promise.all(started.map((server) => server.stop()))
  await rm(folder, { recursive: true, force: true, maxRetries: 20 })
})

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, clock, ...options })
  started.push(server)
  return server
}

/** Another process that owns the folder and has committed rows. */
async function startOwner(): Promise<ChildProcess> {
  const owner = spawn(process.execPath, [ownerProgram, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  owners.push(owner)
  await once(owner.stdout!, 'data')
  return owner
}

const postmasterPid = async (): Promise<number> =>
  Number((await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n')[0])

const gone = (path: string): Promise<boolean> =>
  access(path).then(
    () => false,
    () => true,
  )

test('what was committed survives SIGKILL of its process, and the next start needs no help', async () => {
  for (let round = 1; round <= 3; round++) {
    const owner = await startOwner()
    owner.kill('SIGKILL')
    await once(owner, 'close')
    const { url, stop } = await start()
    const [marks] = await query<{ count: number }>(url, 'select count(*)::int from marks')
    expect(marks!.count).toBeGreaterThanOrEqual(100 * round)
    await stop()
  }
})

test('the server goes with its process, even by SIGKILL', async () => {
  const owner = await startOwner()
  const pid = await postmasterPid()
  owner.kill('SIGKILL')
  await vi.waitFor(async () => expect(await gone(`/proc/${pid}`)).toBe(true), { timeout: 20_000 })
})

test('a folder that another process owns is refused, by its number, and that process goes on', async () => {
  const owner = await startOwner()
  const pid = await postmasterPid()
  await expect(start()).rejects.toThrow(`in use by process ${owner.pid}`)
  expect(await gone(`/proc/${pid}`)).toBe(false)
})

test('a folder has one server in a process as well', async () => {
  await start()
  await expect(start()).rejects.toThrow(`in use by process ${process.pid}`)
})

test('stop ends the server and frees the folder', async () => {
  const first = await start()
  const pid = await postmasterPid()
  await first.stop()
  await first.stop()
  expect(await gone(`/proc/${pid}`)).toBe(true)
  await start()
})

test('only this user reaches the server, and nothing of our environment does', async () => {
  const { url } = await start()
  const sockets = new URL(url).searchParams.get('host')!
  expect((await stat(sockets)).mode & 0o777).toBe(0o700)
  expect((await stat(dataDir)).mode & 0o077).toBe(0)
  expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  const environment = await readFile(`/proc/${await postmasterPid()}/environ`, 'utf8')
  expect(environment.split('\0').filter((entry) => /^(VITEST|HOME|USER|npm_)/.test(entry))).toEqual([])
})

test('an initdb that was cut short is begun again', async () => {
  await mkdir(`${dataDir}.initdb`, { recursive: true })
  await writeFile(join(`${dataDir}.initdb`, 'PG_VERSION'), '18\n')
  const { url } = await start()
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a folder with something else in it is left alone', async () => {
  await mkdir(dataDir, { recursive: true })
  await writeFile(join(dataDir, 'thesis.txt'), 'do not lose')
  await expect(start()).rejects.toThrow('neither empty nor a PostgreSQL folder')
  expect(await readFile(join(dataDir, 'thesis.txt'), 'utf8')).toBe('do not lose')
})

test('a server that does not start says why', async () => {
  const { stop } = await start({ binaries: embeddedBinaries('pg15') })
  await stop()
  await expect(start()).rejects.toThrow('initialized by PostgreSQL version 15')
})

test('a server that ends by itself is told of, one that is stopped is not', async () => {
  const onCrash = vi.fn()
  await start({ onCrash })
  process.kill(await postmasterPid(), 'SIGQUIT')
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledWith(expect.stringContaining('immediate shutdown')))
  await started.pop()!.stop()
  const { stop } = await start({ onCrash })
  await stop()
  expect(onCrash).toHaveBeenCalledTimes(1)
})

test.each(['SIGQUIT', 'SIGKILL'] as const)(
  'a server that ends by %s runs again at the same address, with what was committed',
  async (signal) => {
    const onGone = vi.fn()
    const { url, stop } = await start({ onGone })
    await query(url, 'create table kept as select 42 as answer')
    for (let round = 1; round <= 2; round++) {
      const pid = await postmasterPid()
      process.kill(pid, signal)
      await vi.waitFor(async () => expect(await query(url, 'select answer from kept')).toEqual([{ answer: 42 }]), {
        timeout: 20_000,
      })
      expect(await postmasterPid()).not.toBe(pid)
    }
    await stop()
    expect(onGone).not.toHaveBeenCalled()
  },
)

test('a server that cannot run again is given up, with the reason', async () => {
  const onGone = vi.fn()
  const { stop } = await start({ onGone })
  const pid = await postmasterPid()
  await rm(join(dataDir, 'global'), { recursive: true })
  process.kill(pid, 'SIGQUIT')
  await vi.waitFor(() => expect(onGone).toHaveBeenCalledTimes(1), { timeout: 30_000 })
  expect(String(onGone.mock.calls[0]![0])).toContain('PostgreSQL did not start')
  await stop()
})
