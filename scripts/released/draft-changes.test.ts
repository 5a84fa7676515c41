import { expect, test } from 'vitest'
import { draftChanges } from './draft-changes.ts'

const draft = { at: 'POST /v1/campaigns', statuses: [201, 400], required: ['body/name'] }
const messages = (after: Parameters<typeof draftChanges>[1], live: string[] = []) =>
  draftChanges({ createCampaign: draft }, after, new Set(live)).map(({ message }) => message)

test('a draft may grow, and it may go live', () => {
  expect(messages({ createCampaign: { ...draft, statuses: [201, 400, 402] }, other: draft })).toEqual([])
  expect(messages({}, ['createCampaign'])).toEqual([])
})

test('its name, its statuses and its required fields are told', () => {
  expect(messages({})).toEqual(['The draft `createCampaign` (POST /v1/campaigns) is gone.'])
  expect(messages({ createCampaign: { at: 'PUT /v1/campaigns', statuses: [201], required: ['body/title'] } })).toEqual([
    'The draft `createCampaign` is now PUT /v1/campaigns, not POST /v1/campaigns; it lost the status 400; ' +
      'it requires no longer body/name; it requires now body/title.',
  ])
})

test('a draft message that went live is found by its key', () => {
  const before = { 'signaling.callOffer': { at: 'call.offer', statuses: [], required: [] } }
  expect(draftChanges(before, {}, new Set(['callOffer']))).toEqual([])
})
