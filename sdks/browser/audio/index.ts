export { CallAudio, type CallAudioOptions, type SpeakingClient, type Utterance } from './call-audio.ts'
export { loadWorklet } from './load-worklet.ts'
export { Loudspeaker, type Played } from './loudspeaker.ts'
export { Microphone, type MicrophoneOptions } from './microphone.ts'
