import { expect, test } from 'vitest'
import { type Finding, keylessOperations, owaspFaults, owaspFindings } from './owasp.ts'

const finding = (path: string[], severity = 0): Finding => ({ code: 'owasp:a', message: 'No.', path, severity })
const exception = { rule: 'owasp:a', why: 'So.', at: ['/paths/~1healthz'] }

test('an error is told with its place, unless an exception covers it; a warning is none', () => {
  expect(owaspFaults([finding(['paths', '/calls'])], [])).toEqual(['specs/openapi.yaml#/paths/~1calls owasp:a: No.'])
  expect(owaspFaults([finding(['paths', '/healthz', 'get'])], [exception])).toEqual([])
  expect(owaspFaults([finding(['paths', '/calls'], 1)], [])).toEqual([])
})

test('an exception covers its place alone, and one that covers nothing is told', () => {
  expect(owaspFaults([finding(['paths', '/healthzz'])], [exception])).toHaveLength(2)
  expect(owaspFaults([], [exception])[0]).toContain('excepts /paths/~1healthz from owasp:a, which holds there')
})

test('what asks for no key of ours can be excepted as a whole', () => {
  const operation = { operationId: 'getHealth' }
  const paths = { '/healthz': { get: { ...operation, security: [] } }, '/v1/calls': { get: operation } }
  const keyless = keylessOperations({ security: [{ apiKey: [] }], paths })
  expect(keyless).toEqual(['/paths/~1healthz/get'])
  const rule = { rule: 'owasp:a', why: 'So.', at: 'keyless' as const }
  expect(owaspFaults([finding(['paths', '/healthz', 'get', 'responses'])], [rule], keyless)).toEqual([])
  expect(owaspFaults([finding(['paths', '/v1/calls', 'get'])], [rule], keyless)).toHaveLength(1)
})

test("OWASP's rules find what they are there for, and its advice is no finding", async () => {
  const found = await owaspFindings({
    openapi: '3.1.0',
    info: { title: 'A', version: '1' },
    paths: { '/a': { get: { operationId: 'a', responses: {} } } },
    components: { securitySchemes: { basic: { type: 'http', scheme: 'basic' } } },
  })
  expect(found.map(({ code, path, severity }) => [code, path.join('/'), severity])).toContainEqual([
    'owasp:api2:2023-no-http-basic',
    'components/securitySchemes/basic/scheme',
    0,
  ])
  expect(found.filter(({ severity }) => severity !== 0)).toEqual([])
})
