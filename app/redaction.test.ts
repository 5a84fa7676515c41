import { expect, test } from 'vitest'
import { settings } from '#generated/config.gen.ts'
import { readConfig } from '#runtime/core/config.ts'
import { redactor, secretsOf } from './redaction.ts'

const redacted = redactor(['the pepper of the house', 'pepper'])
const jwt = `eyJhbGciOiJFZERTQSJ9.${Buffer.from('{"sub":"x"}').toString('base64url')}.c2lnbmF0dXJlc2ln`

test.each([
  [
    'a bearer',
    `asked with Authorization: Bearer ${'k'.repeat(24)} and failed`,
    'asked with Authorization: Bearer [redacted] and failed',
  ],
  ['a basic', 'Basic cGstbGY6c2stbGY=', 'Basic [redacted]'],
  ['a JWT', `token ${jwt} is old`, 'token [redacted] is old'],
  ['a JWT that is not signed', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', '[redacted]'],
  ['a key of webhooks', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', '[redacted]'],
  [
    'a key of OpenAI',
    `Incorrect API key provided: sk-proj-${'a1B2'.repeat(8)}.`,
    'Incorrect API key provided: [redacted].',
  ],
  ['a key of ours', `ivk_${'aB3_'.repeat(10)} is wrong`, '[redacted] is wrong'],
  ['a ticket', `ivt_${'aB3-'.repeat(10)}`, '[redacted]'],
  ['a key of Langfuse', 'sk-lf-0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f', '[redacted]'],
  ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE', '[redacted]'],
  [
    'a password in a URL',
    'postgresql://app:hunter22@db:5432/voice failed',
    'postgresql://[redacted]@db:5432/voice failed',
  ],
  ['a password of Redis', 'redis://:hunter22@cache:6379', 'redis://[redacted]@cache:6379'],
  [
    'a key in a query',
    'GET /v1/realtime/c?api_key=abcdef0123&agentId=a',
    'GET /v1/realtime/c?api_key=[redacted]&agentId=a',
  ],
  ['a signed link', 'https://s3/x?X-Amz-Signature=deadbeef&x=1', 'https://s3/x?X-Amz-Signature=[redacted]&x=1'],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', '[redacted]'],
  ['a secret of the settings', 'salted with the pepper of the house', 'salted with [redacted]'],
])('%s is blanked', (_, text, blanked) => {
  expect(redacted(text)).toBe(blanked)
})

test('fields are blanked by their name, however deep, and secrets also in names and lists', () => {
  const headers = { Authorization: 'anything', cookie: 'a=b', 'x-request-id': 'req_1' }
  expect(
    redacted({
      apiKey: 'a',
      api_key: 'b',
      token: 'c',
      resumeToken: 'd',
      deep: [{ password: 'e', headers }],
      'the pepper of the house': 1,
    }),
  ).toEqual({
    apiKey: '[redacted]',
    api_key: '[redacted]',
    token: '[redacted]',
    resumeToken: '[redacted]',
    deep: [{ password: '[redacted]', headers: '[redacted]' }],
    '[redacted]': 1,
  })
})

test('what is no secret stays as it is', () => {
  const data = {
    call_id: 'c_01jd3w7q8re5a9v6c2k4m0n7xz',
    turn: 'turn_1',
    route: '/v1/calls/{callId}',
    took: 12.5,
    ok: true,
    none: null,
    keys: 3,
    tokens_in: 20,
    key_id: 'key_01jd3w7q8re5a9v6c2k4m0n7xz',
    message: 'The key of the map is at https://example.com/a?page=2',
  }
  expect(redacted(data)).toEqual(data)
})

test('whatever is given comes back as something that can be logged', () => {
  const endless: Record<string, unknown> = {}
  endless.self = endless
  expect(() => JSON.stringify(redacted(endless))).not.toThrow()
  expect(redacted({ big: 1n, fn: test, text: 'x'.repeat(10_000), bytes: Buffer.from('secret') })).toMatchObject({
    big: '1',
    bytes: '[redacted]',
  })
  expect(String((redacted({ text: 'x'.repeat(10_000) }) as { text: string }).text).length).toBe(4_096)
})

test('the secrets of the settings are known, and the passwords in them', () => {
  const config = readConfig(
    { DATABASE_URL: 'postgresql://app:p%40ssw0rd-of-db@db/voice', OPENAI_API_KEY: 'openai-key-1' },
    (name) => `made-for-${name}-${Buffer.alloc(32).toString('base64')}`.slice(-44),
  )
  const secrets = secretsOf(config)
  expect(secrets).toEqual(
    expect.arrayContaining([
      'postgresql://app:p%40ssw0rd-of-db@db/voice',
      'p@ssw0rd-of-db',
      'openai-key-1',
      config.KEY_PEPPER,
    ]),
  )
  expect(secrets).not.toContain(config.OTEL_SERVICE_NAME)
  expect(Object.values(settings).filter((setting) => 'secret' in setting).length).toBeGreaterThan(10)
})
