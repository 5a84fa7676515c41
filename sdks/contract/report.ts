import { appendFile, writeFile } from 'node:fs/promises'
import { type Print, UsageError } from './command.ts'
import { documentOf } from './published.ts'

/** What came of one check: `fault` says what is wrong, `skipped` why it was not made. */
export interface Check {
  readonly group: string
  readonly name: string
  readonly ms: number
  readonly fault?: string
  readonly skipped?: string
}

export interface ReportFiles {
  readonly junit?: string | undefined
  readonly json?: string | undefined
}

/** The checks of one command, told as they are made. */
export class Report {
  readonly checks: Check[] = []
  readonly #command: string
  readonly #print: Print
  readonly #files: ReportFiles

  private constructor(command: string, print: Print, files: ReportFiles) {
    this.#command = command
    this.#print = print
    this.#files = files
  }

  /** Throws `UsageError` where a file that was asked for cannot be written: better now than when all is done. */
  static async begin(command: string, print: Print, files: ReportFiles): Promise<Report> {
    for (const file of [files.junit, files.json])
      if (file !== undefined)
        await appendFile(file, '').catch((error: Error) => {
          throw new UsageError(`${file} cannot be written: ${error.message}.`)
        })
    return new Report(command, print, files)
  }

  /** Makes one check; what it throws is what is wrong. */
  async check(group: string, name: string, work: () => Promise<unknown>): Promise<void> {
    const began = performance.now()
    const fault = await work().then(
      () => undefined,
      (error: unknown) => sentence(error),
    )
    this.#add({ group, name, ms: Math.round(performance.now() - began), ...(fault !== undefined && { fault }) })
  }

  skip(group: string, name: string, skipped: string): void {
    this.#add({ group, name, ms: 0, skipped })
  }

  get failed(): readonly Check[] {
    return this.checks.filter(({ fault }) => fault !== undefined)
  }

  /** Writes the files that were asked for and tells the sum, with what failed again; the exit code. */
  async finish(): Promise<0 | 1> {
    const { checks } = this
    const { junit, json } = this.#files
    const sum = sumOf(checks)
    const contract = documentOf('openapi').info.version
    if (junit !== undefined) await writeFile(junit, junitOf(this.#command, checks))
    if (json !== undefined)
      await writeFile(json, `${JSON.stringify({ command: this.#command, contract, ...sum, checks }, null, 2)}\n`)
    const again = this.failed.map(({ group, name }) => `  ${group}: ${name}\n`).join('')
    this.#print(
      `${again === '' ? '' : `\nFailed:\n${again}`}\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`,
    )
    return sum.failed === 0 ? 0 : 1
  }

  #add(check: Check): void {
    const { group, name, ms, fault, skipped } = check
    this.checks.push(check)
    const word = fault !== undefined ? 'FAILED ' : skipped !== undefined ? 'skipped' : 'ok     '
    const indented = (fault ?? skipped)?.replaceAll('\n', '\n          ')
    this.#print(`${word} ${group}: ${name} (${ms} ms)${indented === undefined ? '' : `\n          ${indented}`}`)
  }
}

/** What was thrown, and what that came of. */
function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}\n${sentence(error.cause)}`
}

function sumOf(checks: readonly Check[]) {
  const failed = checks.filter(({ fault }) => fault !== undefined).length
  const skipped = checks.filter((check) => check.skipped !== undefined).length
  const ms = checks.reduce((sum, check) => sum + check.ms, 0)
  return { passed: checks.length - failed - skipped, failed, skipped, ms }
}

function junitOf(command: string, checks: readonly Check[]): string {
  const groups = [...new Set(checks.map(({ group }) => group))]
  const suites = groups.map((group) => {
    const inside = checks.filter((check) => check.group === group)
    return `  <testsuite name="${xml(group)}" ${counts(inside)}>\n${inside.map(caseOf).join('')}  </testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(command)}" ${counts(checks)}>\n${suites.join('')}</testsuites>\n`
}

function counts(checks: readonly Check[]): string {
  const { failed, skipped, ms } = sumOf(checks)
  return `tests="${checks.length}" failures="${failed}" errors="0" skipped="${skipped}" time="${ms / 1000}"`
}

function caseOf({ group, name, ms, fault, skipped }: Check): string {
  const head = `    <testcase classname="${xml(group)}" name="${xml(name)}" time="${ms / 1000}"`
  // Some readers show the message, in one line, and some the text.
  if (fault !== undefined)
    return `${head}><failure message="${xml(fault.split('\n')[0]!)}">${xml(fault)}</failure></testcase>\n`
  return skipped === undefined ? `${head}/>\n` : `${head}><skipped message="${xml(skipped)}"/></testcase>\n`
}

/** Text of XML 1.0; characters that it cannot have are left out. */
const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '')
    .replace(/[&<>"\n]/g, (character) => `&#${character.codePointAt(0)};`)
