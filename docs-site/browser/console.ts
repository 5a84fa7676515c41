import type { MessageFacts } from '../page-data.ts'
import { sayRecorded } from './audio/recorded-voice.ts'
import { makeAgent, offerAgents } from './console/agents.ts'
import { Conversation } from './console/conversation.ts'
import { type CallOptions, LiveCall } from './console/live-call.ts'
import { MessageList } from './console/message-list.ts'
import { isAudio, type TrafficEntry } from './console/traffic.ts'
import { byId, made } from './elements.ts'
import { askForKey, onKeyChange, readerKey, server } from './reader-key.ts'

declare global {
  /** What the build puts before this program. */
  var consoleFacts: { readonly worklet: string; readonly messages: Readonly<Record<string, MessageFacts>> }
}

const MOST_KEPT = 20_000

const input = (id: string): HTMLInputElement => byId<HTMLInputElement>(id)
const button = (id: string): HTMLButtonElement => byId<HTMLButtonElement>(id)
const list = new MessageList(globalThis.consoleFacts.messages)
const conversation = new Conversation()
let call: LiveCall | null = null
let kept: TrafficEntry[] = []
let messages = 0
let frames = 0
let answerMs: number | null = null
let voice = new AbortController()

function tell(text: string, tone: 'good' | 'bad' | '' = ''): void {
  const state = byId('call-state')
  state.textContent = text
  state.dataset.tone = tone
}

function report(entry: TrafficEntry): void {
  if (kept.length < MOST_KEPT) kept.push(entry)
  if (isAudio(entry)) frames += 1
  else if (entry.way !== 'socket') messages += 1
  list.add(entry)
  for (const id of ['export', 'clear']) button(id).disabled = false
  tellFigures()
}

function tellFigures(): void {
  const waited = answerMs === null ? '' : ` · answered ${Math.round(answerMs)} ms after the turn`
  const text = `${messages} messages · ${frames} frames of audio${waited}`
  if (byId('figures').textContent !== text) byId('figures').textContent = text
}

function optionsOf(): CallOptions | null {
  const ticket = input('ticket').value.trim()
  const key = readerKey()
  if (ticket === '' && key === null) {
    tell('This needs your key, or a ticket.', 'bad')
    askForKey()
    return null
  }
  const callId = input('call-id').value.trim() || `console-${Date.now().toString(36)}`
  return {
    url: server(),
    credential: ticket === '' ? { apiKey: key! } : { ticket },
    callId,
    agentId: input('agent').value.trim(),
    locale: input('locale').value.trim(),
    transport: byId<HTMLSelectElement>('transport').value as 'binary' | 'json',
    worklet: globalThis.consoleFacts.worklet,
  }
}

function begin(): void {
  const options = optionsOf()
  if (options === null || call !== null) return
  forget()
  conversation.clear()
  voice = new AbortController()
  call = new LiveCall(options, conversation, report, (afterMs) => {
    answerMs = afterMs
    tellFigures()
  })
  live(true)
  tell(`In the call ${options.callId}.`, 'good')
  input('say').focus()
  void call.closed.then(({ code, problems, error }) => {
    call = null
    voice.abort()
    live(false)
    const why = error?.message ?? problems.join(', ')
    tell(`Closed with ${code}: ${why}`, code === 1000 ? '' : 'bad')
  })
}

/** What can be pressed during a call, and what cannot. */
function live(on: boolean): void {
  button('call-button').disabled = on
  for (const id of ['hang-up', 'microphone', 'interrupt']) button(id).disabled = !on
  for (const id of ['say', 'keys']) input(id).disabled = !on
  byId('say-form').querySelector('button')!.disabled = !on
  for (const one of document.querySelectorAll<HTMLButtonElement>('button.voice')) one.disabled = !on
  if (!on) showMicrophone(false)
}

function showMicrophone(on: boolean): void {
  button('microphone').setAttribute('aria-pressed', String(on))
  byId<HTMLMeterElement>('level').value = 0
}

async function turnMicrophone(): Promise<void> {
  if (call === null) return
  if (call.sound.listening) {
    call.sound.stopListening()
    return showMicrophone(false)
  }
  try {
    await call.sound.listen((loudness) => {
      byId<HTMLMeterElement>('level').value = loudness
    })
    showMicrophone(true)
  } catch (error) {
    tell(`No microphone: ${(error as Error).message}`, 'bad')
  }
}

async function sayVoice(chosen: HTMLButtonElement): Promise<void> {
  voice.abort()
  voice = new AbortController()
  chosen.setAttribute('aria-pressed', 'true')
  await sayRecorded(chosen.dataset.file ?? '', (frame) => call?.sound.say(frame), voice.signal).catch(() =>
    tell('The recorded voice did not come.', 'bad'),
  )
  chosen.removeAttribute('aria-pressed')
}

function forget(): void {
  list.clear()
  kept = []
  messages = 0
  frames = 0
  answerMs = null
  byId('figures').textContent = 'None yet.'
  for (const id of ['export', 'clear']) button(id).disabled = true
}

function save(): void {
  const text = JSON.stringify({ made: new Date().toISOString(), server: server(), traffic: kept }, null, 2)
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  made('a', { href: address, download: 'realtime-messages.json' }).click()
  URL.revokeObjectURL(address)
}

function onSubmit(id: string, act: () => void): void {
  byId(id).addEventListener('submit', (event) => {
    event.preventDefault()
    act()
  })
}

function sayTyped(): void {
  const text = input('say').value.trim()
  if (text === '' || call === null) return
  call.client.send.textInput({ text })
  conversation.said(text)
  input('say').value = ''
}

onSubmit('connect-form', begin)
onSubmit('say-form', sayTyped)
button('hang-up').addEventListener('click', () => call?.client.send.endCall())
button('interrupt').addEventListener('click', () => call?.client.send.interrupt())
button('microphone').addEventListener('click', turnMicrophone)
button('export').addEventListener('click', save)
button('clear').addEventListener('click', forget)
button('make-agent').addEventListener('click', async () => {
  if (readerKey() === null) return askForKey()
  tell(await makeAgent().catch(() => 'The server did not answer.'))
})
input('keys').addEventListener('keydown', (event) => {
  const digits = input('keys').value.trim().toUpperCase()
  if (event.key !== 'Enter' || !/^[0-9*#A-D]+$/.test(digits)) return
  call?.client.send.dtmfSend({ digits })
  conversation.said(`Keys ${digits}`)
  input('keys').value = ''
})
for (const one of document.querySelectorAll<HTMLButtonElement>('button.voice'))
  one.addEventListener('click', () => sayVoice(one))
const offer = (): void => {
  if (readerKey() !== null) void offerAgents().catch(() => undefined)
}
onKeyChange(offer)
offer()
