import type { Reporter, TestModule } from 'vitest/node'

/** Ends a test run with why tests were skipped, and one line over all suites: `N passed, N failed, N skipped`. A suite that could not run has failed. */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    const notes = new Set<string>()
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      if (tests.length === 0 || module.errors().length > 0) count.failed += 1
      for (const test of tests) {
        const result = test.result()
        count[result.state === 'pending' ? 'failed' : result.state] += 1
        if (result.state === 'skipped' && result.note !== undefined) notes.add(`skipped: ${result.note}\n`)
      }
    }
    process.stdout.write(
      `\n${[...notes].join('')}${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`,
    )
  }
}
