import { expect, test } from 'vitest'
import { cycleFindings } from './cycles.ts'
import { floorFindings } from './floors.ts'
import { sourceOf } from './sources.ts'

const findings = (path: string, ...lines: string[]): string[] =>
  floorFindings([sourceOf(path, lines.join('\n'))]).map(({ line, message }) => `${line} ${message}`)

test('a room sees lower floors and itself, and nothing above, however it is imported', () => {
  expect(
    findings(
      'runtime/domain/calls/call.ts',
      "import { Problem } from '#runtime/core/problem.ts'",
      "import { other } from '../turns/other.ts'",
      "import type { Play } from '#runtime/pipeline/play.ts'",
      "export { late } from '../../sessions/late.ts'",
      "const wire = await import('#app/wire.ts')",
      "type Handler = import('#handlers/handler.ts').Handler",
    ),
  ).toEqual([
    '3 runtime/domain (floor 3) may not import runtime/pipeline (floor 5): #runtime/pipeline/play.ts',
    '4 runtime/domain (floor 3) may not import runtime/sessions (floor 6): ../../sessions/late.ts',
    '5 runtime/domain (floor 3) may not import app (floor 8): #app/wire.ts',
    '6 runtime/domain (floor 3) may not import handlers (floor 7): #handlers/handler.ts',
  ])
})

test('rooms of one floor do not see each other, and between ports and app nobody sees an adapter', () => {
  expect(findings('runtime/ports/asr.ts', "import { x } from '#runtime/domain/turns/turn.ts'")).toHaveLength(1)
  expect(findings('handlers/a/b.ts', "import { x } from '#runtime/transports/http/x.ts'")).toHaveLength(1)
  expect(findings('runtime/sessions/a.ts', "import { x } from '#runtime/adapters/asr/deepgram.ts'")).toHaveLength(1)
  expect(findings('app/wire.ts', "import { x } from '#runtime/adapters/asr/deepgram.ts'")).toEqual([])
})

test('packages are for those rooms alone that are told so', () => {
  const ws = "import { WebSocket } from 'ws'"
  expect(findings('runtime/transports/realtime/gateway.ts', ws)).toEqual([])
  expect(findings('runtime/adapters/asr/deepgram.ts', ws)).toEqual([])
  expect(findings('runtime/transports/http/server.ts', ws)).toEqual([
    '1 runtime/transports (floor 7) may not import the package ws',
  ])
  expect(findings('sdks/browser/client.ts', ws, "import { x } from '@scope/name/deep.js'")).toEqual([
    '1 sdks/* may not import the package ws',
    '2 sdks/* may not import the package @scope/name',
  ])
  expect(findings('runtime/domain/calls/call.ts', "import { join } from 'node:path'")).toEqual([])
})

test('an SDK imports nothing but itself, that of Node the realtime client as well, and the tests from outside no part of the server', () => {
  const imports = ["import { x } from '../browser/b.ts'", "import { y } from './c.ts'"]
  expect(findings('sdks/webhooks/a.ts', ...imports)).toHaveLength(1)
  expect(findings('sdks/node/a.ts', ...imports)).toEqual([])
  expect(findings('sdks/browser/a.ts', "import { x } from '../node/b.ts'")).toHaveLength(1)
  expect(
    findings(
      'contract-tests/rest.test.ts',
      "import { x } from '#sdks/browser/b.ts'",
      "import { y } from '#runtime/core/clock.ts'",
    ),
  ).toEqual(['2 contract-tests may not import runtime/core (floor 2): #runtime/core/clock.ts'])
})

test('of a folder a room may see one file alone', () => {
  const imports = ["import { x } from '#runtime/core/wav.ts'", "import { y } from '#runtime/core/clock.ts'"]
  expect(findings('sdks/contract/mock/a.ts', ...imports)).toEqual([
    '2 sdks/contract may not import runtime/core (floor 2): #runtime/core/clock.ts',
  ])
})

test('tests may use simulators, what other tests share and any package; other code may use no test', () => {
  const lines = [
    "import { test } from 'vitest'",
    "import { start } from '#simulators/start.ts'",
    "import { db } from '#runtime/adapters/testing/db.ts'",
  ]
  expect(findings('handlers/agents/agents.test.ts', ...lines)).toEqual([])
  expect(findings('handlers/agents/get-agent.ts', lines[2]!)).toEqual([
    '1 only tests may import #runtime/adapters/testing/db.ts',
  ])
})

test('a folder that is no room fails by name', () => {
  expect(findings('runtime/magic/wand.ts', '')).toEqual([
    '1 the folder runtime/magic is no room: place it in scripts/checks/rooms.ts',
  ])
})

test('imports that go in a circle are printed as the loop; those of types make one as well', () => {
  const loop = [
    sourceOf('a/one.ts', "import { two } from './two.ts'"),
    sourceOf('a/two.ts', "\nexport { three } from '#a/three.ts'"),
    sourceOf('a/three.ts', "import { one } from './one.ts'"),
  ]
  expect(cycleFindings(loop)).toEqual([
    { path: 'a/three.ts', line: 1, message: 'imports go in a circle: a/one.ts > a/two.ts > a/three.ts > a/one.ts' },
  ])
  expect(cycleFindings([...loop.slice(0, 2), sourceOf('a/three.ts', "import type { One } from './one.ts'")])).toEqual(
    cycleFindings(loop),
  )
  const generated = [
    sourceOf('a/one.gen.ts', "import type { Two } from './two.gen.ts'"),
    sourceOf('a/two.gen.ts', "import { one } from './one.gen.ts'"),
  ]
  expect(cycleFindings(generated)).toEqual([])
})
