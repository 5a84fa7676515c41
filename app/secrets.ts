import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Setting, settings } from '#generated/config.gen.ts'
import type { RandomBytes } from '#runtime/core/random.ts'

/**
 * Values of the settings marked `generated`, made once and kept in `DATA_DIR/secrets`, readable by this user alone. Two
 * processes that start at once agree on what the first one wrote.
 */
export function keptSecrets(dataDir: string, random: RandomBytes): (name: keyof typeof settings) => string {
  const folder = join(dataDir, 'secrets')
  return (name) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, name)
    const { bytes }: Setting = settings[name]
    const made = bytes === undefined ? random(24).toString('hex') : random(bytes).toString('base64')
    if (existsSync(file)) return readFileSync(file, 'utf8')
    // It gets its name when it is whole; where another process was first, its value is the one.
    const draft = `${file}.${random(8).toString('hex')}`
    try {
      writeFileSync(draft, made, { mode: 0o600, flag: 'wx' })
      linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
    return readFileSync(file, 'utf8')
  }
}
