import type { Finding } from './sources.ts'

/** Prints `file:line message` for each finding, or `praise` where there are none; the exit code. */
export function report(findings: readonly Finding[], praise: string): 0 | 1 {
  for (const { path, line, message } of findings) console.error(`${path}:${line} ${message}`)
  if (findings.length === 0) console.log(praise)
  return findings.length === 0 ? 0 : 1
}
