import { expect, test } from 'vitest'
import { closeCodes, problemCatalogue } from './catalogue.ts'
import { injectProblems } from './inject.ts'

const catalogue = problemCatalogue({
  forbidden: { status: 403, retryable: false, closeCode: 4403, title: 'No' },
  forbidden_origin: { status: 403, retryable: false, closeCode: 4403, title: 'Not from there' },
  internal: { status: 500, retryable: true, closeCode: 1011, title: 'Broken' },
})

test('the catalogue becomes the values of ProblemCode and the close codes of a socket', () => {
  const document = injectProblems(
    {
      channels: { voice: { bindings: { ws: {} } }, log: { address: 'events:{id}' } },
      components: { schemas: { ProblemCode: { type: 'string' } } },
    },
    catalogue,
  )
  const codes = {
    1000: ['normal'],
    1002: ['protocol'],
    1007: ['protocol'],
    1008: ['protocol'],
    1011: ['internal'],
    4403: ['forbidden', 'forbidden_origin'],
  }
  expect(document).toEqual({
    channels: { voice: { bindings: { ws: {} }, 'x-close-codes': codes }, log: { address: 'events:{id}' } },
    components: { schemas: { ProblemCode: { type: 'string', enum: ['forbidden', 'forbidden_origin', 'internal'] } } },
  })
  expect(closeCodes(catalogue)).toEqual(codes)
})

test("a socket of another's protocol keeps its own close codes", () => {
  const media = { bindings: { ws: {} }, 'x-close-codes': { 1000: ['normal'] } }
  expect(injectProblems({ channels: { media } }, catalogue)).toEqual({ channels: { media } })
})

test('a problem that lacks something is named', () => {
  expect(() => problemCatalogue({ odd: { status: 400 } })).toThrow('"odd" needs status')
})
