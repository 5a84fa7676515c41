import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { describeLimiter } from './conformance.ts'
import { inProcessLimiter } from './in-process.ts'

describeLimiter('the limits of a process', async () => {
  const clock = new VirtualClock()
  const limiter = inProcessLimiter(clock)
  return { one: limiter, other: limiter, pass: (ms) => clock.advance(ms) }
})
