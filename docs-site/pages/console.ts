import type { Page } from '../page.ts'
import { type Html, html } from '../pieces/html.ts'
import type { Voice } from '../voices.ts'

/** The live console: a call from the page, with every frame of its socket. A script brings it to life. */
export const consolePage = (voices: readonly Voice[]): Page => ({
  file: 'console.html',
  group: 'Socket',
  title: 'Live console',
  summary: 'Type or speak to an agent of this server, and see every message with its schema and timing.',
  scripts: ['console'],
  body: html`<noscript><p class="note">The console needs JavaScript.</p></noscript>
<div class="console" id="console">
<div class="call">
${connectForm}
${conversation(voices)}
</div>
${traffic}
</div>`,
  entries: [],
  markdown:
    'A page for people: it opens the realtime socket with your key or ticket, sends typed or spoken words, plays the agent, and lists every message.',
})

const connectForm = html`<form id="connect-form" class="panel" aria-label="Call">
<div class="pair"><p><label for="agent">Agent</label><input id="agent" list="agents" autocomplete="off" spellcheck="false" placeholder="id or externalId" required><datalist id="agents"></datalist></p>
<p><label for="call-id">Call <small>optional</small></label><input id="call-id" autocomplete="off" spellcheck="false" maxlength="64" placeholder="a new one"></p></div>
<details><summary>Ticket, language, audio</summary>
<p><label for="ticket">Ticket <small>in place of your key</small></label><input id="ticket" autocomplete="off" spellcheck="false"></p>
<div class="pair"><p><label for="locale">Language</label><input id="locale" autocomplete="off" spellcheck="false" placeholder="the agent's"></p>
<p><label for="transport">Audio</label><select id="transport"><option value="binary">binary frames</option><option value="json">JSON messages</option></select></p></div>
</details>
<p class="buttons"><button type="submit" class="primary" id="call-button">Call</button><button type="button" id="hang-up" disabled>Hang up</button><button type="button" id="make-agent">Make an agent</button></p>
<p class="state" id="call-state" role="status">Not connected.</p>
</form>`

const conversation = (voices: readonly Voice[]): Html => html`<section class="panel" aria-label="Conversation">
<ol id="words" class="words-said" tabindex="0" aria-label="What was said" aria-live="polite"></ol>
<div id="tools"></div>
<form id="say-form" class="say"><label for="say" class="hidden">Say something by typing</label><input id="say" autocomplete="off" placeholder="Type what the caller says" maxlength="2000" disabled><button type="submit" class="primary" disabled>Send</button></form>
<div class="controls"><button type="button" id="microphone" aria-pressed="false" disabled>Microphone</button><meter id="level" min="0" max="1" value="0" aria-label="Microphone level"></meter><button type="button" id="interrupt" disabled>Interrupt</button><label for="keys" class="hidden">Keys to press</label><input id="keys" class="keys" inputmode="tel" pattern="[0-9*#A-D]+" maxlength="32" placeholder="Keys: 12#" autocomplete="off" disabled></div>
<details><summary>Speak without a microphone</summary><p class="quiet">Recorded sentences, sent at the speed of speech. Where no provider key is set the sandbox hears these alone, and takes a human voice for silence.</p><p class="chips">${voices.map(({ file, title }) => html`<button type="button" class="voice" data-file="${file}" disabled>${title}</button> `)}</p></details>
</section>`

const traffic = html`<section class="panel traffic" aria-label="Messages">
<div class="bar"><h2>Messages</h2><p id="figures" class="quiet" role="status">None yet.</p>
<div class="filters"><label for="filter" class="hidden">Show messages that contain</label><input id="filter" type="search" placeholder="Filter: stt" autocomplete="off" spellcheck="false">
<label for="direction" class="hidden">Direction</label><select id="direction"><option value="">both ways</option><option value="sent">sent</option><option value="received">received</option></select>
<label class="check"><input type="checkbox" id="show-audio" checked> audio</label>
<button type="button" id="export" disabled>Export</button><button type="button" id="clear" disabled>Clear</button></div></div>
<ol id="messages" tabindex="0" aria-label="Messages of the call"></ol>
</section>`
