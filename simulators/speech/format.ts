/**
 * The numbers of marked speech; README.md describes the format. Everything is a multiple of 50 Hz and 20 ms, so a tone
 * makes whole cycles in a slot and lies in the zeros of every other tone's detector.
 */
export const slotMs = 20
export const slotsPerCode = 3
/** Places on the tape before the count begins again: 8 codes of 3 slots, 480 ms. */
export const placesPerLap = 24

/** Hz of the lowest tone, and between two neighbours. 24 tones: 2200, 2250 .. 3350. */
export const lowestToneHz = 2200
export const toneStepHz = 50
export const toneCount = 24
/** Six groups of four tones; one tone of each group sounds, so a slot carries six two-bit digits. */
export const groupCount = 6
export const tonesPerGroup = 4

/** Amplitude of one tone, full scale being 1: six of them are -29 dBFS together. */
export const toneLevel = 0.02
/** Speech keeps below this, so that the tones are alone above it. */
export const speechCeilingHz = 2000

/** Codes below 32 are not letters. */
export const filler = 0
export const begin = 2
export const end = 3
export const page = 14
export const firstPage = 15
export const escapeNext = 27
export const space = 31

/** Sample rates, in Hz, that make whole samples of a quarter of a slot. */
export const sampleRates = [8000, 16000, 24000, 32000, 48000] as const

/** Digits of one slot, lowest first: code (7 bits), counter (3 bits), slot within the code (2 bits). */
export const slotValue = (code: number, counter: number, slot: number): number => code | (counter << 7) | (slot << 10)
