import type { Clock } from '#runtime/core/clock.ts'
import type { RandomBytes } from '#runtime/core/random.ts'
import type { Wheel } from '#runtime/core/wheel.ts'
import type { Asr } from '#runtime/ports/asr.ts'
import type { Llm } from '#runtime/ports/llm.ts'
import type { Tts } from '#runtime/ports/tts.ts'
import type { ProviderHappening, Service } from './attempts.ts'
import { Circuit } from './circuit.ts'
import { steadyAsr } from './steady-asr.ts'
import { steadyLlm } from './steady-llm.ts'
import { steadyTts } from './steady-tts.ts'

export interface ProviderPorts {
  readonly asr: Asr
  readonly llm: Llm
  readonly tts: Tts
  readonly clock: Clock
  /** The process's 20 ms wheel. */
  readonly wheel: Wheel
  readonly random: RandomBytes
  /** The breakers of these three, shared by all calls. */
  readonly circuits: Readonly<Record<Service, Circuit>>
}

/** Breakers of providers that have not failed yet. */
export const newCircuits = (clock: Clock): ProviderPorts['circuits'] => ({
  asr: new Circuit(clock),
  llm: new Circuit(clock),
  tts: new Circuit(clock),
})

/** The same ports with providers that survive what can be survived; `happened` is told of it, for one call. */
export function steadyProviders<P extends ProviderPorts>(
  ports: P,
  happened: (service: Service, happening: ProviderHappening) => void,
): P {
  const { clock, wheel, random, circuits } = ports
  const of = (service: Service) => ({
    clock,
    random,
    circuit: circuits[service],
    tell: (happening: ProviderHappening) => happened(service, happening),
  })
  return {
    ...ports,
    asr: steadyAsr(ports.asr, { ...of('asr'), wheel }),
    llm: steadyLlm(ports.llm, of('llm')),
    tts: steadyTts(ports.tts, of('tts')),
  }
}
