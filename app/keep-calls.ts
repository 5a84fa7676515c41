import type { Config } from '#generated/config.gen.ts'
import type { CallDesk } from '#runtime/sessions/calls/call-desk.ts'
import { CallKeeper } from '#runtime/sessions/calls/call-keeper.ts'
import { type RecoveryPorts, recoverCall } from '#runtime/sessions/calls/recover-call.ts'
import type { ProcessLog } from './process-log.ts'

/** Keeps the lease on this process's calls and finishes those of processes that are gone. `alone`: there are no others. */
export async function keepCalls(
  { OWNER_LEASE_MS: leaseMs }: Config,
  ports: RecoveryPorts & { readonly onFault: (error: unknown) => void },
  desk: CallDesk,
  log: ProcessLog,
  alone: boolean,
): Promise<CallKeeper> {
  const { store, clock, onFault } = ports
  const keeper = new CallKeeper({
    ...{ owners: store.owners, clock, processId: log.processId, leaseMs, desk, onFault },
    async recover(call) {
      // What follows the call keeps no other call waiting to be closed.
      if (await recoverCall(ports, call)) void desk.finish(call)
      log.log('call.recovered', 'warn', { call_id: call.callId })
    },
  })
  await keeper.start(alone)
  return keeper
}
