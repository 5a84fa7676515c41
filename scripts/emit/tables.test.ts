import { expect, test } from 'vitest'
import { emitConfig } from './config.ts'
import { emitEnvExample } from './env-example.ts'
import { emitProblems } from './problems.ts'

const settings = {
  INVORTO_ENV: { group: 'server', type: 'enum', values: ['dev', 'prod'], default: 'dev', doc: 'Environment.' },
  PORT: { group: 'server', type: 'integer', default: 8080, doc: 'Port.' },
  DATABASE_URL: { group: 'data', type: 'url', optional: true, alias: 'DB_URL', doc: "The database's address." },
  KEY_PEPPER: { group: 'secrets', type: 'string', generated: true, secret: true, doc: 'Pepper.' },
  CHECKS: {
    group: 'server',
    type: 'enum',
    values: ['all', 'some'],
    defaultIn: { dev: 'all', prod: 'some' },
    doc: 'Checks.',
  },
}

test('a configuration has every setting with its own type, and no alias', () => {
  const text = emitConfig(settings)
  expect(text).toContain("  readonly INVORTO_ENV: 'dev' | 'prod'\n")
  expect(text).toContain('  readonly PORT: number\n')
  expect(text).toContain('  readonly DATABASE_URL: string | undefined\n')
  expect(text).toContain('  readonly KEY_PEPPER: string\n')
  expect(text).toContain("  readonly CHECKS: 'all' | 'some'\n")
  expect(text).not.toContain('readonly DB_URL')
  expect(text).toContain(
    "DATABASE_URL: { group: 'data', type: 'url', optional: true, alias: 'DB_URL', doc: 'The database\\'s address.' },",
  )
})

test('a setting that does not fit is named', () => {
  expect(() => emitConfig({ lower: { group: 'server', type: 'string', optional: true, doc: 'x' } })).toThrow(
    '"lower" needs a name',
  )
  expect(() => emitConfig({ A: { group: 'server', type: 'enum', default: 'x', doc: 'x' } })).toThrow(
    '"A" needs a doc sentence',
  )
  expect(() => emitConfig({ A: { group: 'server', type: 'string', doc: 'x' } })).toThrow(
    '"A" needs a default, defaultIn',
  )
  expect(() => emitConfig({ A: { group: 'x', type: 'string', optional: true, doc: 'x' } })).toThrow('"A" needs a group')
})

test('.env.example shows every setting, commented out with its default', () => {
  const text = emitEnvExample(settings)
  expect(text).toContain('# Port.\n#PORT=8080\n')
  expect(text.match(/(?<=# --- ).*(?= ---)/g)).toEqual(['Server', 'Data', 'Secrets'])
  expect(text).toContain('# Also read from DB_URL.\n#DATABASE_URL=\n')
  expect(text).toContain('# Default: all in dev, some in prod.\n#CHECKS=\n')
  expect(text.split('\n').every((line) => line === '' || line.startsWith('#'))).toBe(true)
})

test('problems keep their order and say everything', () => {
  const text = emitProblems({ conflict: { status: 409, retryable: false, closeCode: 4409, title: "It isn't so" } })
  expect(text).toContain("  conflict: { status: 409, title: 'It isn\\'t so', retryable: false, closeCode: 4409 },\n")
})
