import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { testEnvironment } from '#sdks/python/environment.ts'
import { PactFolder } from './pact-file.ts'

const sdk = join(import.meta.dirname, '../../sdks/python')

/** Of each interaction by its name what was wrong, or null. */
export type Outcomes = Readonly<Record<string, string | null>>

/** The promises that the package for Python has of the platform, as a program of its tests draws them up with pact-python. */
export class PythonPact extends PactFolder {
  /** Runs the program once, for all interactions; what each is made of goes to it by its name. */
  async drawnUpBy(program: string, cases: Readonly<Record<string, object>>): Promise<Outcomes> {
    const env = { PATH: process.env.PATH, PYTHONPATH: sdk, PYTHONDONTWRITEBYTECODE: '1', PACT_DO_NOT_TRACK: 'true' }
    const child = spawn(await testEnvironment(), [join(sdk, 'tests', program)], { env })
    child.stdin.end(JSON.stringify({ folder: this.path, cases }))
    const ended = new Promise((resolve) => child.on('close', resolve))
    const [told, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    if (code !== 0) throw new Error(`${program} ended with ${code}.\n${complaints}`)
    return JSON.parse(told) as Outcomes
  }
}
