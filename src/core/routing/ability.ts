import { MIN_ANSWER_TOKENS } from '../chat/prompt-window.ts';
import type { FlagReason, Reason } from './decision.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { guessLanguage, languageName } from './guess-language.ts';
import type { RouteFacts } from './route-facts.ts';

/** Something that the model on this device cannot do, as far as the prompt alone shows. */
export interface Lack {
  readonly flag: FlagReason;
  readonly reason: Reason;
  /** Another model may have it: it is a matter of size or training, not of tools. */
  readonly isOfModel: boolean;
}

const LIVE =
  /\b(today'?s?|tonight|right now|currently|at the moment|this (morning|week)|latest|breaking|live|current)\b[^.?!]*\b(weather|forecast|news|headlines?|price|score|results?|traffic|rate|stock|bitcoin|time)\b|\b(weather|forecast|news|headlines?|stock price|exchange rate|traffic|bitcoin price)\b[^.?!]*\b(today|tonight|tomorrow|right now|now|currently|this (morning|week))\b|\bwhat (time|day|date) is it\b/i;
const TOOL =
  /\b(search|google|look up|browse)\b[^.?!]*\b(web|internet|online|site|google)\b|\b(open|visit|fetch|download|read)\b[^.?!]*\bhttps?:\/\/|\b(send|reply to) (an? |the |this |my )?e-?mail\b|\bset (an? |the )?(alarm|timer|reminder)\b|\b(book|order|buy) (me |us )?(an? |the )?(flight|table|ticket|taxi|hotel|room)\b|\brun (this|the) (code|script|command)\b/i;
const MODALITY =
  /\b(draw|paint|sketch|render|generate|create|make)\b[^.?!]*\b(image|picture|photo|drawing|illustration|logo|video|song|audio)\b|\b(this|attached|the following) (image|picture|photo|screenshot|video|recording|pdf)\b/i;

/** The first that is found; null: nothing stands against the device. */
export function findLack(facts: RouteFacts): Lack | null {
  const { model, prompt } = facts;
  if (model.trouble !== null) {
    return lack('no-model', 'No model is loaded on this device.', 'device-failed');
  }
  const tokens = estimateTokens(prompt);
  if (tokens > model.contextWindow - MIN_ANSWER_TOKENS) {
    const text = `It is about ${tokens} tokens long; ${model.name} holds ${model.contextWindow} with the answer.`;
    return { ...lack('too-long', text, 'context-overflow'), isOfModel: true };
  }
  const language = model.languages === null ? null : guessLanguage(prompt);
  if (language !== null && model.languages?.includes(language) === false) {
    const text = `It is in ${languageName(language)}, which ${model.name} was not taught.`;
    return { ...lack('language', text), isOfModel: true };
  }
  if (MODALITY.test(prompt))
    return lack('modality', `It asks for more than text, which is all that ${model.name} knows.`);
  if (LIVE.test(prompt)) {
    return lack(
      'live-data',
      `It asks for live data, and ${model.name} has none. An endpoint that searches the web may.`,
    );
  }
  if (TOOL.test(prompt))
    return lack('tool', `It asks for something to be done outside this chat, for which ${model.name} has no tool.`);
  return null;
}

function lack(code: string, text: string, flag: FlagReason = 'missing-ability'): Lack {
  return { flag, reason: { stage: 'capability', code, text }, isOfModel: false };
}
