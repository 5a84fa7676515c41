import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { signatureHolds } from './signature.ts'

const NOW = 1_755_776_530_000
const secret = 'the secret of the sockets'
const sign = (callId: string, ts: number | string, key = secret) => ({
  callId,
  ts: String(ts),
  sig: createHmac('sha256', key).update(`${callId}:${ts}`).digest('hex'),
})
const sec = NOW / 1000

test.each([0, -300, 300])('a signature of %d s from now holds', (skew) => {
  expect(signatureHolds(sign('call-1', sec + skew), secret, NOW)).toBe(true)
})

test('hex is read in either case', () => {
  const signed = sign('call-1', sec)
  expect(signatureHolds({ ...signed, sig: signed.sig.toUpperCase() }, secret, NOW)).toBe(true)
})

test.each([
  ['too old', sign('call-1', sec - 301)],
  ['of the future', sign('call-1', sec + 301)],
  ['in milliseconds', sign('call-1', NOW)],
  ['of another call', { ...sign('call-2', sec), callId: 'call-1' }],
  ['with another secret', sign('call-1', sec, 'another secret')],
  ['with another time', { ...sign('call-1', sec), ts: String(sec + 1) }],
  ['without sig', { ...sign('call-1', sec), sig: null }],
  ['without ts', { ...sign('call-1', sec), ts: null }],
  ['cut short', { ...sign('call-1', sec), sig: sign('call-1', sec).sig.slice(0, 62) }],
  ['too long', { ...sign('call-1', sec), sig: `${sign('call-1', sec).sig}00` }],
  ['no hex', { ...sign('call-1', sec), sig: 'z'.repeat(64) }],
  ['with a time that is none', sign('call-1', '1e9')],
  ['with a negative time', sign('call-1', `-${sec}`)],
  ['with no time', sign('call-1', '')],
])('one %s does not', (_what, signed) => {
  expect(signatureHolds(signed, secret, NOW)).toBe(false)
})

test('nothing holds where there is no secret', () => {
  expect(signatureHolds(sign('call-1', sec, ''), undefined, NOW)).toBe(false)
})
