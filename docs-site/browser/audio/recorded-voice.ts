const HEADER_BYTES = 44
/** 20 ms of PCM16 at 16 kHz. */
const FRAME_BYTES = 640
const FRAME_MS = 20
/** Silence after it, as a microphone would send it. */
const SILENT_FRAMES = 40

/** Sends a recorded sentence at the speed of speech; resolves when it was said, or `going` was over. */
export async function sayRecorded(file: string, send: (frame: Uint8Array) => void, going: AbortSignal): Promise<void> {
  const speech = new Uint8Array(await (await fetch(file)).arrayBuffer()).subarray(HEADER_BYTES)
  const frames = Array.from({ length: Math.floor(speech.length / FRAME_BYTES) }, (_, index) =>
    speech.slice(index * FRAME_BYTES, (index + 1) * FRAME_BYTES),
  )
  for (let index = 0; index < SILENT_FRAMES; index += 1) frames.push(new Uint8Array(FRAME_BYTES))
  const began = performance.now()
  for (const [index, frame] of frames.entries()) {
    const wait = began + index * FRAME_MS - performance.now()
    if (wait > 0) await new Promise((done) => setTimeout(done, wait))
    if (going.aborted) return
    send(frame)
  }
}
