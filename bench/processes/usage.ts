import { percentile } from '../statistics.ts'

export interface Usage {
  /** CPU of the whole process, kernel and helper threads too. */
  readonly cpuMs: number
  readonly wallMs: number
  /** How late a timer of 10 ms was, p99. */
  readonly lagP99Ms: number
}

/** What a process holds. */
export interface Resources {
  /** Once the garbage is collected. */
  readonly heapBytes: number
  /** Sockets, timers and the like. */
  readonly handles: number
}

const lagEveryMs = 10

/** Answers `begin` and `end`: what this process used between the two; `cpuMs`: since `begin`. */
export function usageAnswers(): { begin(): void; cpuMs(): number; end(): Usage; resources(): Resources } {
  let cpu = process.cpuUsage()
  let start = performance.now()
  let lags: number[] = []
  let last = start
  let timer: NodeJS.Timeout | undefined
  return {
    begin() {
      lags = []
      last = performance.now()
      timer = setInterval(() => {
        const now = performance.now()
        lags.push(Math.max(0, now - last - lagEveryMs))
        last = now
      }, lagEveryMs)
      start = performance.now()
      cpu = process.cpuUsage()
    },
    cpuMs() {
      const { user, system } = process.cpuUsage(cpu)
      return (user + system) / 1000
    },
    resources() {
      for (let round = 0; round < 3; round++) globalThis.gc?.()
      return { heapBytes: process.memoryUsage().heapUsed, handles: process.getActiveResourcesInfo().length }
    },
    end() {
      const { user, system } = process.cpuUsage(cpu)
      clearInterval(timer)
      return {
        cpuMs: (user + system) / 1000,
        wallMs: performance.now() - start,
        lagP99Ms: percentile(lags, 0.99),
      }
    },
  }
}
