import { expect, test } from 'vitest'
import { linkSigner } from './signed-link.ts'

const signer = linkSigner('a signing key of some length, 32+')
const link = signer.sign('recordings/c_1.wav', 1_000)

test('the signature is the HMAC-SHA256 of "folder/file:expires"', () => {
  expect(link.signature).toBe('8966942e83fd4b6b80c9ddd7c103f67de5845370e18560370edf4442588211ff')
})

test('a link opens until the second it names', () => {
  expect(signer.verify(link, 999_999)).toBe(true)
  expect(signer.verify(link, 1_000_000)).toBe(false)
})

test.each([
  ['another blob', { ...link, key: 'recordings/c_2.wav' }],
  ['a later end', { ...link, expires: 2_000 }],
  ['another end of the signature', { ...link, signature: `${link.signature.slice(0, -1)}x` }],
  ['a short signature', { ...link, signature: link.signature.slice(2) }],
  ['no signature', { ...link, signature: '' }],
  ['capital letters', { ...link, signature: link.signature.toUpperCase() }],
  ['an end that is no number', { ...link, expires: Number.NaN }],
  ["another key's signature", linkSigner('another key').sign(link.key, link.expires)],
])('a link with %s does not open', (_why, forged) => {
  expect(signer.verify(forged, 0)).toBe(false)
})
