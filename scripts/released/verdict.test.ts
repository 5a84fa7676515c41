import { expect, test } from 'vitest'
import type { Change } from './change.ts'
import { type Plan, releaseFaults } from './verdict.ts'

const change = (impact: Change['impact'], surface = 'openapi', item = 'getCall'): Change => ({
  surface,
  items: [item],
  impact,
  message: `Something of ${item}.`,
  pointer: '',
})
const plan: Plan = { bump: 'minor', version: '1.5.0', text: 'Calls have colours.' }
const faults = (changes: Change[], over: Partial<Plan> = {}, version = '1.5.0') =>
  releaseFaults(changes, { ...plan, ...over }, { 'specs/openapi.yaml': version }, '1.4.0')

test('a change needs a fragment that asks for as much', () => {
  expect(faults([change('minor'), change('patch')])).toEqual([])
  expect(faults([change('major')])[0]).toContain('has a major change, and .changeset/ asks for a minor one')
  expect(faults([change('patch')], { bump: 'none', version: '1.5.0' })[0]).toContain('asks for nothing')
})

test('the documents carry the version that the fragments lead to', () => {
  expect(faults([change('minor')], {}, '1.4.0')).toEqual(['specs/openapi.yaml says version 1.4.0; it must be 1.5.0.'])
})

test('a change of a draft is named by a fragment, whatever its bump', () => {
  const draft = change('none', 'drafts', 'createCampaign')
  expect(faults([draft])[0]).toContain('Name `createCampaign` in a fragment')
  expect(faults([draft], { text: '`createCampaign` takes a window.' })).toEqual([])
})
