import { afterEach, expect, test, vi } from 'vitest'
import { Leftovers } from './leftovers.ts'
import { ownName } from './own-names.ts'

afterEach(() => vi.unstubAllGlobals())

/** Answers with the status of the path, else 204; what was asked, in order. */
function answering(statuses: Readonly<Record<string, number>> = {}): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: URL, { method, headers }: { method: string; headers: Record<string, string> }) => {
    asked.push(`${headers.authorization} ${method} ${url.pathname}`)
    return new Response(null, { status: statuses[url.pathname] ?? 204 })
  })
  return asked
}

const deployment = { url: 'http://kit.example', toolUrl: null, operatorKey: 'operator' }
const leftovers = () => new Leftovers(deployment, { admin: 'admin', analyst: 'analyst' })

test('what was made is taken away, who uses a thing before it; a tenant by its operator', async () => {
  const asked = answering()
  const left = leftovers()
  left.note('createTenant', 201, { id: 't_1' })
  left.note('putSecret', 200, { name: ownName('crm') })
  left.note('putSecret', 200, { name: 'crm' })
  left.note('createTool', 201, { id: 'tool_1' })
  left.note('createAgent', 201, { id: 'a_1' })
  left.note('createAgent', 409, { code: 'conflict' })
  left.note('getAgent', 200, { id: 'a_2' })
  left.note('createAgent', 201, null)
  await left.takeAway()
  expect(asked).toEqual([
    'Bearer admin DELETE /v1/agents/a_1',
    'Bearer admin DELETE /v1/tools/tool_1',
    `Bearer admin DELETE /v1/secrets/${ownName('crm')}`,
    'Bearer operator PATCH /v1/tenants/t_1',
  ])
  await left.takeAway()
  expect(asked).toHaveLength(4)
})

test('what is gone already is gone; what stays is told, and does not keep the rest', async () => {
  const asked = answering({ '/v1/agents/a_1': 404, '/v1/tools/tool_1': 409 })
  const left = leftovers()
  left.note('createAgent', 201, { id: 'a_1' })
  left.note('createTool', 201, { id: 'tool_1' })
  left.note('createApiKey', 201, { id: 'k_1' })
  await expect(left.takeAway()).rejects.toThrow('1 of what was made could not be taken away: deleteTool answered 409')
  expect(asked).toContain('Bearer admin DELETE /v1/api-keys/k_1')
})
