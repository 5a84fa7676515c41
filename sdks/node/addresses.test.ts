import { afterEach, expect, test, vi } from 'vitest'
import { InvortoError } from './api-error.ts'
import { InvortoClient, type InvortoClientOptions } from './client.ts'

afterEach(() => vi.unstubAllEnvs())

const addresses = (options: InvortoClientOptions = {}): string[] => {
  const { baseUrl, realtimeUrl } = new InvortoClient('key', options)
  return [baseUrl, realtimeUrl]
}

test('the API and its socket are the platform’s own by default', () => {
  expect(addresses()).toEqual(['https://api.invortoai.com', 'wss://api.invortoai.com/realtime/voice'])
})

test('the environment names others; the socket follows the API unless it has an address of its own', () => {
  vi.stubEnv('API_BASE_URL', 'http://127.0.0.1:8080/v1')
  expect(addresses()).toEqual(['http://127.0.0.1:8080', 'ws://127.0.0.1:8080/realtime/voice'])
  vi.stubEnv('REALTIME_WS_URL', 'ws://127.0.0.1:8081')
  expect(addresses()).toEqual(['http://127.0.0.1:8080', 'ws://127.0.0.1:8081/realtime/voice'])
})

test('what is given goes before the environment', () => {
  vi.stubEnv('API_BASE_URL', 'http://127.0.0.1:1')
  vi.stubEnv('REALTIME_WS_URL', 'ws://127.0.0.1:1')
  const given = { baseUrl: 'https://api.example.com/', realtimeUrl: 'wss://calls.example.com/realtime/voice' }
  expect(addresses(given)).toEqual(['https://api.example.com', 'wss://calls.example.com/realtime/voice'])
})

test.each(['a-secret\n', ' a-secret', 'a-secret\nX: y', 'a-secr\u00e9t'])(
  'a key that no header can have (%j) is refused without being shown',
  (key) => {
    const made = (): InvortoClient => new InvortoClient(key)
    expect(made).toThrow(InvortoError)
    expect(made).not.toThrow(/secr/)
  },
)

test.each([
  ['localhost:8080', '"baseUrl" must begin with http:// or https://: write "http://localhost:8080".'],
  ['127.0.0.1:8080/v1', '"baseUrl" must begin with http:// or https://: write "http://127.0.0.1:8080".'],
  ['nowhere', '"baseUrl" must begin with http:// or https://: write "http://nowhere".'],
  ['', '"baseUrl" must begin with http:// or https://: write "http://localhost:8080".'],
  ['http://', '"baseUrl" must begin with http:// or https://: write "http://localhost:8080".'],
  ['ws://localhost:8080', '"baseUrl" must begin with http:// or https://: write "http://localhost:8080".'],
  ['localhost:8080/#', '"baseUrl" must begin with http:// or https://: write "http://localhost:8080/".'],
  ['http://localhost:8080?a=b', '"baseUrl" must have no "?" and no "#" in it.'],
  ['http://localhost:8080?', '"baseUrl" must have no "?" and no "#" in it.'],
  ['http://localhost:8080#', '"baseUrl" must have no "?" and no "#" in it.'],
  ['http://me:secret@localhost', '"baseUrl" must have no user and no password in it.'],
])('a base address to which nothing can be sent (%j) is refused, and told what to write', (baseUrl, message) => {
  expect(() => new InvortoClient('key', { baseUrl })).toThrow(new InvortoError(message))
})

test.each([
  'https://h?api_key=hunter2',
  'https://h/realtime/voice#hunter2',
  'h?api_key=hunter2',
  'h#hunter2',
  'ftp://h?api_key=hunter2',
  'https://me:hunter2@h',
  'https://me:12?hunter2@h',
  'me:hunter2@h',
  ':hunter2@h',
  'me:12#hunter2@h',
  'h/me:hunter2@h',
])('a credential in an address (%j) is refused and not repeated', (address) => {
  for (const options of [{ baseUrl: address }, { realtimeUrl: address.replace('https', 'wss') }]) {
    const made = (): InvortoClient => new InvortoClient('key', options)
    expect(made).toThrow(InvortoError)
    expect(made).not.toThrow(/hunter2|me:12/)
  }
})

test('an address of calls that is none is refused as well', () => {
  expect(() => new InvortoClient('key', { realtimeUrl: 'localhost:8080' })).toThrow(
    new InvortoError(
      '"realtimeUrl" must begin with ws:// or wss:// or http:// or https://: write "ws://localhost:8080".',
    ),
  )
})
