/** Deepgram's Aura-2 voices, by language (developers.deepgram.com, TTS models). */
const aura2: Readonly<Record<string, readonly string[]>> = {
  en: 'amalthea andromeda apollo arcas aries asteria athena atlas aurora callista cora cordelia delia draco electra harmonia helena hera hermes hyperion iris janus juno jupiter luna mars minerva neptune odysseus ophelia orion orpheus pandora phoebe pluto saturn selene thalia theia vesta zeus'.split(
    ' ',
  ),
  es: 'agustina alvaro antonia aquila carina celeste diana estrella gloria javier luciano nestor olivia selena silvia sirio valerio'.split(
    ' ',
  ),
  de: 'aurelia elara fabian julius kara lara viktoria'.split(' '),
  fr: 'agathe hector'.split(' '),
  it: 'cesare cinzia demetra dionisio elio flavio livia maia melia perseo'.split(' '),
  ja: 'ama ebisu fujin izanami uzume'.split(' '),
  nl: 'beatrix cornelia daphne hestia lars leda rhea roman sander'.split(' '),
}

export interface Voice {
  readonly voiceId: string
  /** ISO 639-1. */
  readonly language: string
  /** Whether it can speak faster or slower. */
  readonly rate: boolean
}

/** Every voice of every provider; the first of a language is its own family's default. */
export const voices: Readonly<Record<string, readonly Voice[]>> = {
  deepgram: [
    { voiceId: 'aura-2', language: 'en', rate: true },
    ...Object.entries(aura2).flatMap(([language, names]) =>
      names.map((name) => ({
        voiceId: `aura-2-${name}-${language}`,
        language,
        rate: language === 'en' || language === 'es',
      })),
    ),
  ],
}

export const languageOf = (locale: string): string => locale.split('-')[0]!.toLowerCase()

export const voiceOf = (provider: string, voiceId: string): Voice | undefined =>
  voices[provider]?.find((voice) => voice.voiceId === voiceId)

/** Who speaks the language, and with which voices. */
export function speakersOf(language: string): readonly (readonly [provider: string, voiceIds: readonly string[]])[] {
  return Object.entries(voices)
    .map(([provider, all]) => [provider, all.filter((v) => v.language === language).map((v) => v.voiceId)] as const)
    .filter(([, ids]) => ids.length > 0)
}

/** The languages that somebody speaks. */
export const spokenLanguages: readonly string[] = [
  ...new Set(Object.values(voices).flatMap((all) => all.map(({ language }) => language))),
].toSorted()
