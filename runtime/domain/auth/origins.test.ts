import { expect, test } from 'vitest'
import { originAllowed } from './origins.ts'

const allowed = ['https://app.acme.example', 'https://*.shop.example', 'http://localhost:*', 'https://[::1]:8443']
test.each([
  'https://app.acme.example',
  'https://a.shop.example',
  'https://a.b.shop.example',
  'http://localhost:5173',
  'http://localhost',
  'https://[::1]:8443',
])('%s is allowed', (origin) => expect(originAllowed(origin, allowed)).toBe(true))

test.each([
  'null',
  '',
  '*',
  'https://app.acme.example:444',
  'http://app.acme.example',
  'https://app.acme.example.evil.example',
  'https://evil.example/https://app.acme.example',
  'https://app.acme.example@evil.example',
  'https://APP.acme.example',
  'https://app.acme.example/',
  'https://shop.example',
  'https://evilshop.example',
  'https://a.shop.example:444',
  'http://a.shop.example',
  'https://localhost:5173',
  'http://localhost.evil.example',
  'http://localhost:5173/x',
  'file://',
  'chrome-extension://abc',
  'https://[::2]:8443',
])('%j is not', (origin) => expect(originAllowed(origin, allowed)).toBe(false))

test('nothing is allowed where nothing is listed', () => {
  expect(originAllowed('https://app.acme.example', [])).toBe(false)
})
