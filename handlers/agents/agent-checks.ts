import type { AgentPatch } from '#generated/openapi.gen.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { AgentSettings } from '#runtime/domain/agents/agent-defaults.ts'
import { languageOf, speakersOf, spokenLanguages, voiceOf } from '#runtime/domain/agents/voices.ts'
import { parseWaitFunction, WaitFunctionError } from '#runtime/domain/turns/wait-function.ts'

/** Refuses what the schema allows and no call could use, as far as it is given now (FR-E1, FR-E2, FR-A3). */
export function refuseUnusable(settings: AgentSettings, given: AgentPatch): void {
  if (given.endpointing !== undefined) refuseEndpointing(settings)
  if (given.locale !== undefined || given.tts !== undefined) refuseVoice(settings)
}

function refuseEndpointing({ endpointing: { provider, waitFunction } }: AgentSettings): void {
  if (provider === 'livekit') {
    refuse(
      '/endpointing/provider',
      'The endpointing provider "livekit" is not run here. There are "invorto" and "off".',
    )
  }
  if (waitFunction === null) return
  try {
    parseWaitFunction(waitFunction)
  } catch (error) {
    if (!(error instanceof WaitFunctionError)) throw error
    refuse('/endpointing/waitFunction', `The waitFunction cannot be read: ${error.message}.`)
  }
}

/** The voice must exist, speak the agent's language, and be able to speak at that rate. */
function refuseVoice({ locale, tts: { provider, voiceId, rate } }: AgentSettings): void {
  const language = languageOf(locale)
  const speakers = speakersOf(language)
  if (speakers.length === 0) {
    const spoken = spokenLanguages.join(', ')
    refuse('/locale', `No TTS provider has a voice for the locale "${locale}". There are voices for ${spoken}.`)
  }
  const voice = voiceOf(provider, voiceId)
  if (voice?.language !== language) {
    const those = speakers.map(([name, ids]) => `${name}: ${ids.slice(0, 12).join(', ')}`).join('; ')
    const what =
      voice === undefined
        ? `${provider} has no voice "${voiceId}"`
        : `The voice "${voiceId}" does not speak ${language}`
    refuse('/tts/voiceId', `${what}. For the locale "${locale}" choose one of ${those}.`)
  }
  if (rate !== 1 && !voice.rate) refuse('/tts/rate', `The voice "${voiceId}" speaks at the rate 1 only.`)
}

function refuse(pointer: string, detail: string): never {
  throw new Problem('bad_request', detail, { errors: [{ pointer, message: 'cannot be used', keyword: 'enum' }] })
}
