import { expect, test } from 'vitest'
import { ambientFindings } from './ambient.ts'
import { sourceOf } from './sources.ts'

const found = (path: string, ...lines: string[]): string[] =>
  ambientFindings([sourceOf(path, lines.join('\n'))]).map(({ line, message }) => `${line} ${message}`)

test('time, randomness and environment are found wherever they are read', () => {
  expect(
    found(
      'runtime/domain/calls/call.ts',
      'const at = Date.now() + performance.now()',
      'const date = new Date()',
      'setTimeout(() => {}, 1)',
      'const later = globalThis.setInterval',
      'const { env } = globalThis.process, key = process.env.KEY',
      'const id = crypto.randomUUID() + Math.random()',
      "import { createHash, randomBytes as bytes } from 'node:crypto'",
      "import { setTimeout as sleep } from 'node:timers/promises'",
      'const signal = AbortSignal.timeout(5)',
    ),
  ).toEqual([
    '1 Date.now must be handed in',
    '1 performance.now must be handed in',
    '2 new Date() must be handed in',
    '3 setTimeout must be handed in',
    '4 setInterval must be handed in',
    '5 process.env must be handed in',
    '6 crypto.randomUUID must be handed in',
    '6 Math.random must be handed in',
    '7 randomBytes of node:crypto must be handed in',
    '8 setTimeout of node:timers/promises must be handed in',
    '9 AbortSignal.timeout must be handed in',
  ])
})

test('what only looks like it is not', () => {
  expect(
    found(
      'runtime/domain/calls/call.ts',
      'const at = new Date(value).toISOString() + Date.parse(text)',
      'socket.setTimeout(5)',
      "const text = 'Date.now()' // setTimeout",
      'const parts = { setTimeout: 1, process: 2 }',
      "import type { Timeout } from 'node:timers'",
      'interface Clock { setTimeout(): void }',
    ),
  ).toEqual([])
})

test('the clock itself, programs and tests may read the world; a launcher may ask for its process alone', () => {
  for (const path of ['runtime/core/system-clock.ts', 'app/main.ts', 'bench/main.ts', 'runtime/domain/a.test.ts'])
    expect(found(path, 'Date.now()')).toEqual([])
  expect(found('runtime/adapters/store/embedded/lock.ts', 'process.pid', 'process.env')).toEqual([
    '2 process.env must be handed in',
  ])
})
