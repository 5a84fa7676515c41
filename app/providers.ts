import { type Config, settings } from '#generated/config.gen.ts'
import { deepgramAsr } from '#runtime/adapters/asr/deepgram.ts'
import { openAiLlm } from '#runtime/adapters/llm/openai.ts'
import { deepgramTts } from '#runtime/adapters/tts/deepgram.ts'
import type { Clock } from '#runtime/core/clock.ts'
import type { Asr } from '#runtime/ports/asr.ts'
import type { Llm } from '#runtime/ports/llm.ts'
import type { Tts } from '#runtime/ports/tts.ts'
import { startSandbox } from './sandbox.ts'

export interface Providers {
  readonly asr: Asr
  readonly llm: Llm
  readonly tts: Tts
  /** Which of them are simulated. */
  readonly sandboxed: readonly ('deepgram' | 'openai')[]
}

/** The real services where there are keys or base URLs for them, the sandbox where there are none. */
export async function openProviders(
  config: Config,
  clock: Clock,
  started: (stop: () => Promise<void>) => void,
): Promise<Providers> {
  const deepgram =
    config.DEEPGRAM_API_KEY === undefined && config.DEEPGRAM_BASE_URL === settings.DEEPGRAM_BASE_URL.default
  const openai = config.OPENAI_API_KEY === undefined && config.OPENAI_BASE_URL === settings.OPENAI_BASE_URL.default
  const sandbox = deepgram || openai ? await startSandbox() : null
  if (sandbox) started(() => sandbox.stop())
  const speech = {
    apiKey: config.DEEPGRAM_API_KEY ?? 'sandbox',
    baseUrl: deepgram ? sandbox!.deepgramUrl : config.DEEPGRAM_BASE_URL,
  }
  const mind = {
    apiKey: config.OPENAI_API_KEY ?? 'sandbox',
    baseUrl: openai ? sandbox!.openaiUrl : config.OPENAI_BASE_URL,
  }
  return {
    asr: deepgramAsr(speech, clock),
    tts: deepgramTts(speech, clock),
    llm: openAiLlm(mind, clock),
    sandboxed: [...(deepgram ? (['deepgram'] as const) : []), ...(openai ? (['openai'] as const) : [])],
  }
}
