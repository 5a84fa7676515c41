import type { Clock } from '#runtime/core/clock.ts'
import { guarded } from '#runtime/core/guarded.ts'
import { Recorder, type Tape } from '#runtime/pipeline/recorder.ts'
import type { Recording, Spool, SpooledRecording } from '#runtime/ports/spool.ts'

/** The recording of one live call (FR-D3). What breaks in it does not break the call. */
export interface CallRecording {
  readonly tape: Tape
  /** After the last sound. */
  finish(): Promise<SpooledRecording>
}

export function recordCall(
  { spool, clock, onFault }: { spool: Spool; clock: Clock; onFault: (error: unknown) => void },
  recording: Recording,
): CallRecording {
  const writer = spool.begin(recording)
  const recorder = new Recorder(recording, clock.now(), writer)
  const tape: Tape = {
    caller: (pcm, at) => recorder.caller(pcm, at),
    agent: (pcm, from) => recorder.agent(pcm, from),
  }
  return { tape: guarded(tape, onFault), finish: () => writer.finish(recorder.finish(clock.now())) }
}
