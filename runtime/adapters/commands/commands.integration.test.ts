import { expect, inject, test, vi } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import { startRedis } from '../testing/redis-server.ts'
import { ids } from '../testing/samples.ts'
import { describeCommands } from './conformance.ts'
import { inProcessCommands } from './in-process.ts'
import { postgresCommands } from './postgres.ts'
import { redisCommands } from './redis.ts'

const clock = systemClock()
describeCommands('commands over Redis', (processId, serve) =>
  redisCommands({ url: inject('redis'), clock, processId, serve }),
)
describeCommands('commands over NOTIFY', (processId, serve) =>
  postgresCommands({ url: inject('postgres18'), clock, processId, serve }),
)

test('where there is one process no other can be asked', async () => {
  const commands = inProcessCommands()
  expect(await commands.ask('proc_2', Buffer.alloc(1), 1)).toBe('unreachable')
  await commands.close()
})

test('both ends outlive a Redis that is killed and comes back', async () => {
  const server = await startRedis()
  const open = (processId: string) => redisCommands({ url: server.url, clock, processId, serve: async (body) => body })
  const [here, there] = [ids.next('process'), ids.next('process')]
  const [asking, answering] = [open(here), open(there)]
  const answered = (): Promise<void> =>
    vi.waitFor(async () => expect(String(await asking.ask(there, Buffer.from('x'), 500))).toBe('x'), {
      timeout: 15_000,
    })
  await answered()
  await server.stop('SIGKILL')
  expect(await asking.ask(there, Buffer.from('x'), 500)).toBe('unreachable')
  const again = await startRedis(server.port)
  try {
    await answered()
  } finally {
    await Promise.all([asking.close(), answering.close()])
    await again.stop('SIGKILL')
  }
})
