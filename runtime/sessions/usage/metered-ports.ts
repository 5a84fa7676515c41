import { guard } from '#runtime/core/guarded.ts'
import type { Asr } from '#runtime/ports/asr.ts'
import type { Llm } from '#runtime/ports/llm.ts'
import type { Tts } from '#runtime/ports/tts.ts'
import { meteredAsr } from './metered-asr.ts'
import { meteredLlm } from './metered-llm.ts'
import { meteredTts } from './metered-tts.ts'
import { UsageMeter, type UsedPiece } from './usage-meter.ts'

/** Who is told of usage, and knows in which turn it is. */
export interface UsageListener {
  readonly turnId: string | null
  used(piece: UsedPiece): void
}

/** The same ports; what they use in this call is told. A listener that breaks breaks nothing else. */
export function meteredPorts<P extends { asr: Asr; llm: Llm; tts: Tts; onFault: (error: unknown) => void }>(
  ports: P,
  listener: UsageListener,
): P {
  const meter = new UsageMeter((piece) => guard(() => listener.used(piece), ports.onFault))
  const turnId = (): string | null => listener.turnId
  return {
    ...ports,
    asr: meteredAsr(ports.asr, meter),
    llm: meteredLlm(ports.llm, meter, turnId),
    tts: meteredTts(ports.tts, meter, turnId),
  }
}
