import { expect, test } from 'vitest'
import { mergePatch } from './merge-patch.ts'
import { tenantSettings } from './settings.ts'

/** The table of RFC 7396, appendix A. */
test.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('%j with %j is %j', (base, patch, merged) => {
  expect(mergePatch(base, patch)).toEqual(merged)
})

test('what a tenant has not said is as the defaults are, at any depth', () => {
  const { tenantId, security, retention } = tenantSettings('t_1', {
    security: { tokens: { issuer: 'https://a.example' } },
    retention: { recordingDays: 7 },
  })
  expect([tenantId, retention, security]).toEqual([
    't_1',
    { recordingDays: 7, transcriptDays: 365, metricsDays: 365 },
    {
      allowedOrigins: [],
      requireSignature: false,
      allowApiKeyQuery: true,
      tokens: { issuer: 'https://a.example', maxRole: 'dev', publicKeys: [], jwksUrl: null },
    },
  ])
})
