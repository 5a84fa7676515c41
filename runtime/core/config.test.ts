import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const made = (name: string): string =>
  /^(CONTENT|JWT_SIGNING)_KEY$/.test(name) ? Buffer.alloc(32).toString('base64') : 'made'.repeat(8)
const prod = {
  INVORTO_ENV: 'prod',
  DEEPGRAM_API_KEY: 'dg',
  OPENAI_API_KEY: 'sk',
  KEY_PEPPER: 'p'.repeat(32),
  CONTENT_KEY: Buffer.alloc(32, 1).toString('base64'),
  URL_SIGNING_KEY: 's'.repeat(32),
  JWT_SIGNING_KEY: Buffer.alloc(32, 2).toString('base64'),
}

test('an empty environment runs on defaults, with secrets made', () => {
  const config = readConfig({ PORT: '' }, made)
  expect(config).toMatchObject({ INVORTO_ENV: 'dev', HOST: '127.0.0.1', PORT: 8080, DATA_DIR: './data' })
  expect(config.KEY_PEPPER).toBe('made'.repeat(8))
  expect(config.VALIDATE_RESPONSES).toBe('always')
})

test('a setting answers to its older name, but not to two that differ', () => {
  expect(readConfig({ DB_URL: 'postgres://h/d' }, made).DATABASE_URL).toBe('postgres://h/d')
  expect(() => readConfig({ DB_URL: 'postgres://h/d', DATABASE_URL: 'postgres://h/e' }, made)).toThrow('differ')
})

test.each([
  [{ PORT: '80a' }, 'PORT must be a whole number from 0 to 65535'],
  [{ PORT: '70000' }, 'PORT must be a whole number'],
  [{ INVORTO_ENV: 'production' }, 'INVORTO_ENV must be one of dev, staging, prod'],
  [{ OPENAI_BASE_URL: 'openai' }, 'OPENAI_BASE_URL must be a URL'],
  [{ CONTENT_KEY: 'c2hvcnQ=' }, 'CONTENT_KEY must be 32 bytes in base64'],
  [{ S3_BUCKET_RECORDINGS: 'recordings' }, 'Set S3_BUCKET_TRANSCRIPTS too: S3_BUCKET_RECORDINGS needs it'],
  [{ S3_BUCKET_TRANSCRIPTS: 'transcripts', S3_BUCKET_RECORDINGS: '' }, 'Set S3_BUCKET_RECORDINGS too'],
  [{ S3_BUCKET_RECORDINGS: 'a', S3_BUCKET_TRANSCRIPTS: 'abc' }, 'S3_BUCKET_RECORDINGS must be at least 3 characters'],
  [{ S3_ENDPOINT: 'http://127.0.0.1:9000' }, 'Set S3_BUCKET_RECORDINGS too: S3_ENDPOINT needs it'],
  [{ S3_ACCESS_KEY_ID: 'key' }, 'Set S3_SECRET_ACCESS_KEY too'],
  [{ S3_SECRET_ACCESS_KEY: 'secret' }, 'Set S3_ACCESS_KEY_ID too'],
  [{ S3_SSE: 'kms' }, 'S3_SSE must be one of none, AES256, aws:kms'],
  [{ INVORTO_DEV_API_KEY: 'short' }, 'INVORTO_DEV_API_KEY must be at least 16 characters'],
])('%o is refused with a sentence', (environment, sentence) => {
  expect(() => readConfig(environment, made)).toThrow(ConfigError)
  expect(() => readConfig(environment, made)).toThrow(sentence)
})

test('prod makes no secrets, takes no sandbox and no development key', () => {
  expect(readConfig(prod, made)).toMatchObject({ VALIDATE_RESPONSES: 'sampled', DEEPGRAM_API_KEY: 'dg' })
  for (const name of Object.keys(prod).filter((name) => name !== 'INVORTO_ENV')) {
    expect(() => readConfig({ ...prod, [name]: undefined }, made)).toThrow(`Set ${name}`)
  }
  expect(() => readConfig({ ...prod, INVORTO_DEV_API_KEY: 'k'.repeat(16) }, made)).toThrow('must not be set')
})
