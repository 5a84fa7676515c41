/** PCM16 of a tone at half the sample rate, its level its amplitude: the plainest sound there is. */
export const tone = (samples: number, level: number): Buffer =>
  Buffer.from(Int16Array.from({ length: samples }, (_, i) => (i % 2 === 0 ? level : -level)).buffer)
