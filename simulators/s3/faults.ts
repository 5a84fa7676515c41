/** What goes wrong: before an answer, or in the midst of its body. A stall is one without end. */
export type S3Fault = 'slow_down' | 'reset' | 'stall' | 'reset_midway' | 'stall_midway'

/** The faults that the next requests meet. */
export class S3Faults {
  #planned: { fault: S3Fault; method: string; times: number }[] = []
  /** Requests that were let in so far. */
  count = 0

  /** The next requests with this method fail so, so many times. */
  plan(fault: S3Fault, method: string, times = 1): void {
    this.#planned.push({ fault, method, times })
  }

  next(method: string): S3Fault | undefined {
    this.count += 1
    const plan = this.#planned.find((one) => one.method === method && one.times > 0)
    if (plan !== undefined) plan.times -= 1
    return plan?.fault
  }

  clear(): void {
    this.#planned = []
  }
}
