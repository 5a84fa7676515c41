import { expect, test } from 'vitest'
import { argumentsIn, fillHeader, fillUrl, sampleUrl, secretsIn, withoutPlaceholders } from './template.ts'

const url = 'https://api.example.com/v1/{orderId}/x?key=${secrets.crm_api}&n={n}'
const secret = (name: string): string => `<${name}&>`

test('knows what a URL asks for', () => {
  expect(argumentsIn(url)).toEqual(['orderId', 'n'])
  expect(secretsIn(url)).toEqual(['crm_api'])
  expect(sampleUrl(url)).toBe('https://api.example.com/v1/x/x?key=x&n=x')
  expect(withoutPlaceholders('a{b c}${secrets.}${env.X}', true)).toBe('a{b c}${secrets.}${env.X}')
})

test('fills in arguments and secrets, so that neither can add a segment or a parameter', () => {
  expect(fillUrl(url, { orderId: 'a/../b?c#d', n: 7 }, secret)).toEqual({
    url: 'https://api.example.com/v1/a%2F..%2Fb%3Fc%23d/x?key=%3Ccrm_api%26%3E&n=7',
  })
  expect(fillUrl(url, { orderId: '${secrets.crm_api}', n: false }, secret)).toEqual({
    url: 'https://api.example.com/v1/%24%7Bsecrets.crm_api%7D/x?key=%3Ccrm_api%26%3E&n=false',
  })
  expect(fillHeader('Bearer ${secrets.a} $& {n}', (name) => `$&${name}`)).toBe('Bearer $&a $& {n}')
})

test.each(['.', '..', '', null, undefined, {}, ['a'], '\ud800'])(
  'an argument that is %j cannot stand in a URL',
  (value) => {
    expect(fillUrl(url, { orderId: value, n: 1 }, secret)).toEqual({ misfit: 'orderId' })
  },
)

test('what an object inherits is no argument', () => {
  expect(fillUrl('https://x.example.com/{constructor}', {}, secret)).toEqual({ misfit: 'constructor' })
})
