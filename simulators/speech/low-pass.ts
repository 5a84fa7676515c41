const taps = 255

/** A windowed-sinc low-pass (Blackman); `samples` are full scale 1 and the answer is as long. */
export function lowPass(samples: Float32Array, sampleRate: number, cutoffHz: number): Float32Array {
  const half = (taps - 1) / 2
  const cycles = cutoffHz / sampleRate
  const kernel = Float64Array.from({ length: taps }, (_, at) => {
    const t = at - half
    const sinc = t === 0 ? 2 * cycles : Math.sin(2 * Math.PI * cycles * t) / (Math.PI * t)
    const turn = (2 * Math.PI * at) / (taps - 1)
    return sinc * (0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn))
  })
  const gain = kernel.reduce((sum, tap) => sum + tap, 0)
  return Float32Array.from(samples, (_, at) => {
    let sum = 0
    for (let tap = Math.max(0, at + half - samples.length + 1); tap < Math.min(taps, at + half + 1); tap++) {
      sum += kernel[tap]! * samples[at + half - tap]!
    }
    return sum / gain
  })
}
