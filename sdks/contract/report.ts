import { writeFile } from 'node:fs/promises'

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

export type Print = (line: string) => void

/** The checks of one command, told as they are made. */
export class Report {
  readonly checks: Check[] = []
  readonly #command: string
  readonly #print: Print

  constructor(command: string, print: Print) {
    this.#command = command
    this.#print = print
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

  /** Writes the files that were asked for and tells the sum; the exit code. */
  async finish({ junit, json }: ReportFiles = {}): Promise<0 | 1> {
    const { checks, failed } = this
    if (junit !== undefined) await writeFile(junit, junitOf(this.#command, checks))
    if (json !== undefined) await writeFile(json, `${JSON.stringify({ command: this.#command, checks }, null, 2)}\n`)
    const skipped = checks.filter((check) => check.skipped !== undefined).length
    const passed = checks.length - failed.length - skipped
    this.#print(`\n${passed} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
    return failed.length === 0 ? 0 : 1
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

function junitOf(command: string, checks: readonly Check[]): string {
  const groups = [...new Set(checks.map(({ group }) => group))]
  const suites = groups.map((group) => {
    const inside = checks.filter((check) => check.group === group)
    const failures = inside.filter(({ fault }) => fault !== undefined).length
    return `  <testsuite name="${xml(group)}" tests="${inside.length}" failures="${failures}">\n${inside.map(caseOf).join('')}  </testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(command)}">\n${suites.join('')}</testsuites>\n`
}

function caseOf({ group, name, ms, fault, skipped }: Check): string {
  const head = `    <testcase classname="${xml(group)}" name="${xml(name)}" time="${ms / 1000}"`
  if (fault !== undefined) return `${head}><failure message="${xml(fault)}"/></testcase>\n`
  return skipped === undefined ? `${head}/>\n` : `${head}><skipped message="${xml(skipped)}"/></testcase>\n`
}

/** Text of XML 1.0; characters that it cannot have are left out. */
const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '')
    .replace(/[&<>"\n]/g, (character) => `&#${character.codePointAt(0)};`)
