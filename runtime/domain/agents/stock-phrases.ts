export type StockPhrase = 'stillThere' | 'sayAgain' | 'notThat'

/** What the agent says where its settings have no words of their own, by language. */
const phrases: Readonly<Record<string, Readonly<Record<StockPhrase, string>>>> = {
  en: {
    stillThere: 'Are you still there?',
    sayAgain: 'Sorry, I did not catch that. Could you say it again?',
    notThat: 'I am not able to talk about that.',
  },
  hi: {
    stillThere: 'क्या आप लाइन पर हैं?',
    sayAgain: 'माफ़ कीजिए, मैं समझ नहीं पाई। कृपया दोबारा बोलिए।',
    notThat: 'इस बारे में मैं बात नहीं कर सकती।',
  },
  es: {
    stillThere: '¿Sigue ahí?',
    sayAgain: 'Perdone, no le he entendido. ¿Puede repetirlo?',
    notThat: 'No puedo hablar de eso.',
  },
  de: {
    stillThere: 'Sind Sie noch da?',
    sayAgain: 'Das habe ich leider nicht verstanden. Können Sie es wiederholen?',
    notThat: 'Darüber kann ich nicht sprechen.',
  },
  fr: {
    stillThere: 'Vous êtes toujours là ?',
    sayAgain: "Pardon, je n'ai pas compris. Pouvez-vous répéter ?",
    notThat: 'Je ne peux pas parler de cela.',
  },
  it: {
    stillThere: 'È ancora in linea?',
    sayAgain: 'Mi scusi, non ho capito. Può ripetere?',
    notThat: 'Non posso parlarne.',
  },
  nl: {
    stillThere: 'Bent u er nog?',
    sayAgain: 'Sorry, dat heb ik niet verstaan. Kunt u het herhalen?',
    notThat: 'Daar kan ik niet over praten.',
  },
  ja: {
    stillThere: 'まだお電話口にいらっしゃいますか？',
    sayAgain: 'すみません、聞き取れませんでした。もう一度お願いできますか？',
    notThat: 'その件についてはお話しできません。',
  },
}

/** In the locale's language, or in English. */
export const stockPhrase = (locale: string, phrase: StockPhrase): string =>
  (phrases[locale.split('-')[0]!] ?? phrases.en!)[phrase]
