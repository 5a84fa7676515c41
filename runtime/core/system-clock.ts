import type { Clock, Millis } from './clock.ts'
import { sleepWith } from './sleep.ts'

/** The machine's clock: the wall's instant at start, carried on by the monotonic clock, so a step of NTP moves nothing. */
export function systemClock(): Clock {
  const origin = Date.now() - performance.now()
  const now = (): Millis => origin + performance.now()
  const wakeAt = (at: Millis, wake: () => void): (() => void) => {
    let timer: NodeJS.Timeout
    // The timers of Node count whole milliseconds of the loop's own time: one that comes early is armed again.
    const arm = (): void => {
      timer = setTimeout(() => (now() < at ? arm() : wake()), Math.max(0, Math.ceil(at - now())))
    }
    arm()
    return () => clearTimeout(timer)
  }
  return { now, wakeAt, sleep: sleepWith({ now, wakeAt }) }
}
