import type { Agent } from '#generated/openapi.gen.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import { sequentialIds } from '#runtime/core/testing/sequential-ids.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { Wheel } from '#runtime/core/wheel.ts'
import { newCircuits } from '#runtime/pipeline/steady/steady-providers.ts'
import { ArtifactKeeper } from '#runtime/sessions/artifacts/artifact-keeper.ts'
import { CallDesk } from '#runtime/sessions/calls/call-desk.ts'
import { LogBacklog } from '#runtime/sessions/log/log-backlog.ts'
import { memorySpool } from './memory-spool.ts'
import { memoryBlobs, memoryStore } from './memory-store.ts'
import { noTools, plainSchemas } from './plain-schemas.ts'
import { plainZip } from './plain-zip.ts'
import { recordingBus } from './recording-bus.ts'
import { type AsrScript, ScriptedAsr } from './scripted-asr.ts'
import { type LlmAnswer, ScriptedLlm } from './scripted-llm.ts'
import { ScriptedTts } from './scripted-tts.ts'

export interface DeskScript {
  readonly agent?: Partial<Agent>
  readonly asr?: AsrScript
  readonly llm?: readonly LlmAnswer[]
  readonly voice?: 'sound' | 'broken'
  readonly maxUnstoredBytes?: number
}

/** A desk of tenant `t_1` with the agent `agent-abc`, on scripted providers, a store in memory and a virtual clock. */
export function openDesk(
  { agent = { firstMessage: 'Namaste' }, asr = {}, llm = [], voice, maxUnstoredBytes = 1_000_000 }: DeskScript = {},
  store = memoryStore([sampleAgent(agent)]),
) {
  const clock = new VirtualClock(1_700_000_000_000)
  const blobs = memoryBlobs()
  const faults: unknown[] = []
  let tokens = 0
  const ear = new ScriptedAsr(clock, asr)
  const tts = new ScriptedTts(clock, {})
  if (voice === 'broken')
    tts.open = () => {
      throw new Error('no voice')
    }
  const circuits = newCircuits(clock)
  const backlog = new LogBacklog(maxUnstoredBytes)
  const spool = memorySpool()
  const shared = {
    clock,
    wheel: new Wheel(clock, 20),
    circuits,
    ids: sequentialIds(),
    schemas: plainSchemas,
    httpTools: noTools,
    store,
    blobs,
    zip: plainZip,
    random: (count: number) => Buffer.alloc(count, ++tokens),
    processId: 'proc_1',
    graceMs: 20_000,
    spool,
    bus: recordingBus(),
    sealer: aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2)),
    checks: everyCheck(),
    backlog,
    onFault: (error: unknown) => faults.push(error),
    onTrouble: () => {},
  }
  const artifacts = new ArtifactKeeper(shared)
  const desk = new CallDesk({
    ...shared,
    artifacts,
    asr: ear,
    llm: new ScriptedLlm(clock, llm),
    tts,
  })
  const row = () => store.calls.get('t_1', 'call-1')
  return { clock, store, blobs, spool, artifacts, faults, desk, row, ear, circuits, backlog, ports: shared }
}
