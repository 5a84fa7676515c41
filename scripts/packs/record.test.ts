import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { packs, record } from './record.ts'
import { packText } from './text.ts'

test.each(Object.entries(packs))('the session %s is what its scenario plays', async (name, scenario) => {
  const committed = readFileSync(new URL(`../../sdks/contract/packs/${name}.json`, import.meta.url), 'utf8')
  expect(packText(await record(name, scenario)), 'run `make packs`').toBe(committed)
})
