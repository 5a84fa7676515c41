import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { Config } from '#generated/config.gen.ts'
import { diskSpool } from '#runtime/adapters/spool/disk.ts'
import type { Spool } from '#runtime/ports/spool.ts'
import { ArtifactKeeper, type ArtifactKeeperPorts } from '#runtime/sessions/artifacts/artifact-keeper.ts'
import { RetentionSweeper } from '#runtime/sessions/artifacts/retention-sweeper.ts'
import type { ProcessLog } from './process-log.ts'

/** Where recordings lie until they are stored, and who stores them. */
export async function openArtifacts(
  { DATA_DIR }: Config,
  ports: Omit<ArtifactKeeperPorts, 'spool' | 'onTrouble'>,
  started: (stop: () => Promise<void>) => void,
): Promise<{ spool: Spool; artifacts: ArtifactKeeper }> {
  const onTrouble = ports.onFault
  const root = resolve(DATA_DIR, 'recordings-spool')
  const spool = await diskSpool({ root, random: randomBytes, clock: ports.clock, onTrouble })
  started(() => spool.close())
  return { spool, artifacts: new ArtifactKeeper({ ...ports, spool, onTrouble }) }
}

/** Erases what is kept no longer; gives what stops it. */
export function keepRetention(
  ports: Omit<ArtifactKeeperPorts, 'spool' | 'onTrouble'>,
  { log }: ProcessLog,
): () => Promise<void> {
  const sweeper = new RetentionSweeper({
    ...{ ...ports, onTrouble: ports.onFault },
    onErased: ({ tenantId, kind, calls }) => log('retention.erased', 'info', { tenant_id: tenantId, kind, calls }),
  })
  sweeper.start()
  return () => sweeper.stop()
}
