import { expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { plainSchemas } from '#runtime/sessions/testing/plain-schemas.ts'
import { type HttpToolPorts, HttpTools } from './http-tools.ts'

test('a definition that was kept when its form was not looked at sends nothing to a host of the arguments', async () => {
  const asked: string[] = []
  const tools = new HttpTools({
    egress: { send: async ({ url }: { url: string }) => asked.push(url) } as unknown as HttpToolPorts['egress'],
    secrets: {} as HttpToolPorts['secrets'],
    sealer: {} as HttpToolPorts['sealer'],
    schemas: plainSchemas,
    clock: new VirtualClock(),
  })
  const tool = {
    ...{
      name: 'look',
      description: '',
      kind: 'http' as const,
      method: 'GET' as const,
      url: 'https:/api.example.com{a}',
    },
    ...{ headers: {}, inputSchema: {}, outputSchema: null, timeoutMs: 2_000, idempotent: true },
  }
  const outcome = await tools.run({ tenantId: 't_1', tool, args: { a: '.evil.example' }, idempotencyKey: 'k' })
  expect([outcome.error?.class, asked]).toEqual(['refused', []])
})

test('the span that asks is named to the tool, in each attempt (W3C Trace Context)', async () => {
  const asked: (string | undefined)[] = []
  const send = async ({ headers }: { headers: Record<string, string> }) => {
    asked.push(headers.traceparent)
    return { status: 200, headers: {}, body: Buffer.from('{}') }
  }
  const tools = new HttpTools({
    egress: { send } as unknown as HttpToolPorts['egress'],
    secrets: { named: async () => [] } as unknown as HttpToolPorts['secrets'],
    sealer: {} as HttpToolPorts['sealer'],
    schemas: plainSchemas,
    clock: new VirtualClock(),
  })
  const tool = {
    ...{
      name: 'look',
      description: '',
      kind: 'http' as const,
      method: 'GET' as const,
      url: 'https://api.example.com/',
    },
    ...{ headers: {}, inputSchema: {}, outputSchema: null, timeoutMs: 2_000, idempotent: true },
  }
  const request = { tenantId: 't_1', tool, args: {}, idempotencyKey: 'k' }
  await tools.run({ ...request, trace: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true } })
  await tools.run(request)
  expect(asked).toEqual([`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, undefined])
})
