import { expect, test } from 'vitest'
import { selectionsOf } from './test-run.ts'

test('unit tests come first; whole files are run apart from those of which titles are asked for', () => {
  const tests = [
    'contract-tests/rest-agents.test.ts > fills in every default',
    'runtime/ring.test.ts > it rings',
    'runtime/ring.test.ts > twice',
    'runtime/bell.test.ts > it tolls',
    'runtime/bell.test.ts',
    'specs/scenarios/two-rings.yaml',
  ]
  expect(selectionsOf(tests)).toEqual([
    { project: 'unit', files: ['runtime/bell.test.ts'], titles: [] },
    {
      project: 'unit',
      files: ['runtime/ring.test.ts', 'scenarios/engine/engine.test.ts'],
      titles: ['it rings', 'twice', 'two-rings'],
    },
    { project: 'integration', files: ['contract-tests/rest-agents.test.ts'], titles: ['fills in every default'] },
  ])
})
