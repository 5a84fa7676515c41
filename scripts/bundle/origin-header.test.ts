import { expect, test } from 'vitest'
import { addOriginHeader } from './origin-header.ts'

const header = { 'Access-Control-Allow-Origin': { $ref: '#/components/headers/AllowOrigin' } }

test('every answer has it once, and a reference leads to one that has it', () => {
  const shared = { $ref: '#/components/responses/NotFound' }
  const document = {
    paths: { '/calls': { get: { responses: { 200: { headers: { ETag: {} } }, 404: shared } }, parameters: [] } },
    components: { headers: { AllowOrigin: {} }, responses: { NotFound: { description: 'None.' } } },
  }
  expect(addOriginHeader(document)).toMatchObject({
    paths: { '/calls': { get: { responses: { 200: { headers: { ETag: {}, ...header } }, 404: shared } } } },
    components: { responses: { NotFound: { headers: header } } },
  })
})
