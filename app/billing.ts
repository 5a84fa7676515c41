import { UsageReporter, type UsageReporterPorts } from '#runtime/sessions/billing/usage-reporter.ts'
import type { ProcessLog } from './process-log.ts'

/** Tells tenants what they used when a day is over; gives what stops it. */
export function keepBilling(ports: Omit<UsageReporterPorts, 'onTold'>, { log }: ProcessLog): () => Promise<void> {
  const reporter = new UsageReporter({ ...ports, onTold: (told) => log('billing.usage_told', 'info', { ...told }) })
  reporter.start()
  return () => reporter.stop()
}
