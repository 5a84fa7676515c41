import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { samples } from './generated/events.gen.ts'
import { isEvent, type SignedWebhook, type WebhookFault, Webhooks, type WebhookType } from './webhooks.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const NOW = Date.UTC(2026, 1, 3)
const webhooks = new Webhooks(SECRET)
const types = Object.keys(samples) as WebhookType[]

const fault = async (verdict: Promise<unknown>): Promise<WebhookFault | 'valid'> =>
  verdict.then(
    () => 'valid' as const,
    (error: { fault: WebhookFault }) => error.fault,
  )
const changed = ({ body, headers }: SignedWebhook, more: Record<string, string>): [string, Record<string, string>] => [
  body,
  { ...headers, ...more },
]

test.each(types)('a sample of %s is verified and parsed, by this package and by the standard’s own', async (type) => {
  // The standard's own package reads the clock itself.
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const { body, headers } = await webhooks.testEvent(type)
  expect(await webhooks.unwrap(body, headers)).toEqual(samples[type])
  expect(new Webhook(SECRET).verify(body, headers as never)).toEqual(samples[type])
  await webhooks.verifyBodySignature(body, headers)
  expect(headers['X-Signature']).toBe(`sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`)
})

test('what the standard’s own package signs is verified, whatever the headers come as', async () => {
  const body = JSON.stringify({ ...samples['call.ended'], disposition: 'नमस्ते' })
  const signature = new Webhook(SECRET).sign('evt_1', new Date(NOW), body)
  const plain = { 'Webhook-Id': 'evt_1', 'WEBHOOK-TIMESTAMP': `${NOW / 1000}`, 'webhook-signature': signature }
  for (const headers of [plain, new Headers(plain)]) {
    await webhooks.verify(new TextEncoder().encode(body), headers, NOW)
  }
})

describe('it is refused', () => {
  test('when anything that was signed is another', async () => {
    const sent = await webhooks.testEvent('call.ended', {}, NOW)
    const verdict = (body: string, headers: Record<string, string>) => fault(webhooks.verify(body, headers, NOW))
    expect(await verdict(`${sent.body} `, sent.headers)).toBe('mismatch')
    expect(await verdict(...changed(sent, { 'webhook-id': 'evt_2' }))).toBe('mismatch')
    expect(await verdict(...changed(sent, { 'webhook-timestamp': `${NOW / 1000 + 1}` }))).toBe('mismatch')
    expect(await verdict(...changed(sent, { 'webhook-signature': 'v1,AAAA v2,BBBB nothing v1,%%' }))).toBe('mismatch')
    expect(await fault(new Webhooks(OTHER).verify(sent.body, sent.headers, NOW))).toBe('mismatch')
  })

  test('when it is not signed, or not readably', async () => {
    const sent = await webhooks.testEvent('call.ended', {}, NOW)
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      expect(await fault(webhooks.verify(...changed(sent, { [name]: '' }), NOW))).toBe('unsigned')
    }
    expect(await fault(webhooks.verify(...changed(sent, { 'webhook-timestamp': '1e9' }), NOW))).toBe('malformed')
    expect(await fault(webhooks.verify(sent.body, { ...sent.headers, 'webhook-id': ['a', 'b'] }, NOW))).toBe(
      'malformed',
    )
    expect(await fault(webhooks.verifyBodySignature(sent.body, {}))).toBe('unsigned')
    expect(await fault(webhooks.verifyBodySignature(sent.body, { 'x-signature': 'md5=00' }))).toBe('malformed')
    expect(await fault(webhooks.verifyBodySignature(sent.body, { 'x-signature': 'sha256=zz' }))).toBe('mismatch')
  })

  test('when it was signed too long ago, or in the future', async () => {
    const { body, headers } = await webhooks.testEvent('call.ended', {}, NOW)
    const at = (seconds: number) => fault(webhooks.verify(body, headers, NOW + seconds * 1000))
    expect([await at(300), await at(301), await at(-300), await at(-301)]).toEqual([
      'valid',
      'too_old',
      'valid',
      'too_new',
    ])
    const patient = new Webhooks(SECRET, { toleranceSec: 3_600 })
    expect(await fault(patient.verify(body, headers, NOW + 3_600_000))).toBe('valid')
  })
})

test('during a rotation either secret verifies what is signed with both', async () => {
  const { body, headers } = await new Webhooks([SECRET, OTHER]).testEvent('call.started', {}, NOW)
  expect(headers['webhook-signature']!.split(' ')).toHaveLength(2)
  for (const secrets of [SECRET, OTHER, [OTHER, SECRET]]) await new Webhooks(secrets).verify(body, headers, NOW)
})

test('an event is narrowed by its type; one that is newer stays readable', async () => {
  const { body, headers } = await webhooks.testEvent('agent.summary', { callId: 'c_mine' }, NOW)
  const event = await webhooks.unwrap(body, headers, NOW)
  expect(isEvent(event, 'call.ended')).toBe(false)
  if (!isEvent(event, 'agent.summary')) throw new Error('it is one')
  expectTypeOf(event.schemaVersion).toEqualTypeOf<'agent.summary.v1.4'>()
  expect(event.callId).toBe('c_mine')
  const newer = await webhooks.sign('{"type":"of.tomorrow"}', 'evt_1', NOW)
  expect((await webhooks.unwrap(newer.body, newer.headers, NOW)).type).toBe('of.tomorrow')
})

test('a secret is needed, and must be one', () => {
  for (const secrets of ['', [], [SECRET, ''], 'whsec_%%', 'whsec_'])
    expect(() => new Webhooks(secrets)).toThrow(TypeError)
})

test.each([[{ type: 'call.ended' }], [undefined], [7], [new ArrayBuffer(2)]])(
  'a body that was parsed, or is none (%j), is refused with what is needed',
  async (body) => {
    const { headers } = await webhooks.testEvent('call.ended', {}, NOW)
    for (const call of [
      webhooks.unwrap(body as never, headers, NOW),
      webhooks.verifyBodySignature(body as never, headers),
    ])
      await expect(call).rejects.toThrow(
        new TypeError('The raw body is needed, as the text or bytes that came: not what was parsed from it.'),
      )
  },
)
