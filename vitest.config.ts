import { defineConfig } from 'vitest/config'
import { SummaryReporter } from './scripts/summary-reporter.ts'

/**
 * Two projects. `unit` shares one module graph (no globals, no ambient time, so nothing leaks between files) and opens no socket.
 * `integration` opens sockets, databases and processes; files end in `.integration.test.ts` and run isolated.
 */
export default defineConfig({
  test: {
    reporters: ['default', new SummaryReporter()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{app,bench,demo,docs-site,handlers,runtime,scenarios,scripts,sdks,simulators}/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          isolate: false,
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: [
            '{app,docs-site,handlers,runtime,scenarios,scripts,sdks,simulators}/**/*.integration.test.ts',
            'contract-tests/**/*.test.ts',
          ],
          globalSetup: ['./runtime/adapters/testing/services.ts', './docs-site/testing/built-site.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
