import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test, vi } from 'vitest'
import { signWebhook, verifyBodySignature, verifyWebhook, WEBHOOK_TOLERANCE_MS } from './webhook-signature.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
const now = 1_755_776_530_123
const body = JSON.stringify({ type: 'call.ended', notes: 'मेरा नाम' })
const sign = (secrets: [string, ...string[]] = [secret]) => signWebhook({ eventId: 'evt_1', body, at: now, secrets })

/** As a server sees them. */
function received(headers: object) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value as string]))
}
const verify = (headers: object, secrets = [secret], at = now, raw: string | Buffer = body) =>
  verifyWebhook({ headers: received(headers), body: raw, secrets }, at)

test('the example of Standard Webhooks comes out as it is published', () => {
  const published = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  }
  const at = 1_614_265_330_000
  const raw = '{"test": 2432232314}'
  expect(verify(published, [secret], at, raw)).toBe('valid')
  const { 'X-Signature': _, ...signed } = signWebhook({
    eventId: published['webhook-id'],
    body: raw,
    at,
    secrets: [secret],
  })
  expect(signed).toEqual(published)
})

test('an independent library makes the same signature, and takes ours', () => {
  const theirs = new Webhook(secret)
  expect(sign()['webhook-signature']).toBe(theirs.sign('evt_1', new Date(now), body))
  const text = { ...sign(), 'webhook-signature': new Webhook(other).sign('evt_1', new Date(now), body) }
  expect([verify(text), verify(text, [other])]).toEqual(['mismatch', 'valid'])
})

test('the library verifies what was just signed, while a secret is rotated under either one', () => {
  const headers = sign([secret, other])
  // The library reads the machine's clock.
  vi.useFakeTimers({ toFake: ['Date'], now })
  onTestFinished(() => void vi.useRealTimers())
  for (const key of [secret, other]) expect(new Webhook(key).verify(body, { ...headers })).toEqual(JSON.parse(body))
  expect(() => new Webhook('whsec_AAAA').verify(body, { ...headers })).toThrow('No matching signature')
})

test('X-Signature is the hex HMAC of the body under the text of the first secret', () => {
  const headers = sign([secret, other])
  expect(headers['X-Signature']).toBe(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
  const holds = (secrets: string[], raw = body) =>
    verifyBodySignature({ headers: received(headers), body: raw, secrets })
  expect([holds([secret]), holds([other, secret]), holds([other]), holds([])]).toEqual([
    'valid',
    'valid',
    'mismatch',
    'mismatch',
  ])
  expect(holds([secret], `${body} `)).toBe('mismatch')
})

test('a body of bytes and a body of text are signed alike', () => {
  const bytes = signWebhook({ eventId: 'evt_1', body: Buffer.from(body), at: now, secrets: [secret] })
  expect(bytes).toEqual(sign())
  expect(verify(bytes, [secret], now, Buffer.from(body))).toBe('valid')
})

test('one byte of the body, the id or the time that differs breaks the signature', () => {
  for (let i = 0; i < Buffer.byteLength(body); i++) {
    const flipped = Buffer.from(body)
    flipped[i]! ^= 1
    expect(verify(sign(), [secret], now, flipped)).toBe('mismatch')
  }
  expect(verify({ ...sign(), 'webhook-id': 'evt_2' })).toBe('mismatch')
  expect(verify({ ...sign(), 'webhook-timestamp': '1755776531' })).toBe('mismatch')
})

test('a webhook is good for five minutes, both ways', () => {
  const at = (shift: number) => verify(sign(), [secret], now + shift)
  expect([at(WEBHOOK_TOLERANCE_MS), at(-WEBHOOK_TOLERANCE_MS)]).toEqual(['valid', 'valid'])
  expect([at(WEBHOOK_TOLERANCE_MS + 1000), at(-WEBHOOK_TOLERANCE_MS - 1000)]).toEqual(['too_old', 'too_new'])
})

test('one of several signatures is enough, and others than v1 are passed over', () => {
  const good = sign()['webhook-signature']
  const among = (list: string) => verify({ ...sign(), 'webhook-signature': list })
  expect(among(`v1a,${good.slice(3)} v1,AAAA v2,x ${good}`)).toBe('valid')
  for (const list of [
    `v1a,${good.slice(3)}`,
    good.slice(3),
    `${good}x`,
    'v1,',
    'v1',
    ' ',
    `v1,${'A'.repeat(100_000)}`,
  ]) {
    expect(among(list)).toBe('mismatch')
  }
})

test.each([
  ['webhook-id', undefined, 'unsigned'],
  ['webhook-timestamp', undefined, 'unsigned'],
  ['webhook-signature', undefined, 'unsigned'],
  ['webhook-signature', '', 'unsigned'],
  ['webhook-signature', ['v1,a', 'v1,b'], 'malformed'],
  ['webhook-timestamp', '1755776530.5', 'malformed'],
  ['webhook-timestamp', '-1755776530', 'malformed'],
  ['webhook-timestamp', '1e9', 'malformed'],
  ['webhook-timestamp', 'now', 'malformed'],
])('%s as %j is %s', (name, value, verdict) => {
  expect(verify({ ...sign(), [name]: value })).toBe(verdict)
})

test.each([
  [undefined, 'unsigned'],
  ['', 'unsigned'],
  [['sha256=a', 'sha256=b'], 'malformed'],
  ['sha256=', 'malformed'],
  [`sha1=${'0'.repeat(64)}`, 'malformed'],
  [`sha256=${'0'.repeat(63)}`, 'malformed'],
  [`sha256=${'g'.repeat(64)}`, 'malformed'],
  [`sha256=${'0'.repeat(64)}`, 'mismatch'],
])('an X-Signature of %j is %s', (value, verdict) => {
  expect(verifyBodySignature({ headers: { 'x-signature': value }, body, secrets: [secret] })).toBe(verdict)
})

test('a secret without whsec_ is a key as it stands', () => {
  const plain = 'a-secret-of-the-settings'
  const theirs = new Webhook(plain, { format: 'raw' })
  expect(sign([plain])['webhook-signature']).toBe(theirs.sign('evt_1', new Date(now), body))
})

test.each(['', 'whsec_', 'whsec_***', 'whsec_abc'])('nothing is signed with the secret "%s"', (wrong) => {
  expect(() => sign([wrong])).toThrow('secret')
})

test.each(['', 'evt.1'])('nothing is signed with the id "%s"', (eventId) => {
  expect(() => signWebhook({ eventId, body, at: now, secrets: [secret] })).toThrow('event id')
})
