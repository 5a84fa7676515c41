import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { brokenPacts } from './broken-pacts.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const pacts = ['realtime', 'webhooks'].map((name) => read(`contract-tests/pacts/invorto-${name}.json`))
const [openapi, realtime] = ['openapi', 'realtime'].map((name) => JSON.parse(read(`generated/documents/${name}.json`)))

test('a change that breaks nobody’s pact says nothing; one that does names the client and what it needs', async () => {
  expect(await brokenPacts(pacts, { openapi, realtime })).toEqual([])
  const renamed = JSON.parse(JSON.stringify(realtime).replaceAll('"utteranceId"', '"sayingId"'))
  const broken = await brokenPacts(pacts, { openapi, realtime: renamed })
  expect(broken.map((text) => text.split(':')[0])).toEqual([
    ...['`invorto-realtime` `ttsStarted`', '`invorto-realtime` `ttsStopped`'],
  ])
  expect(broken[0]).toContain('utteranceId')
})
