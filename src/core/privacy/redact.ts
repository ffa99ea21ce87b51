import type { ChatMessage } from '../generate-request.ts';
import { findPersonalData, type PersonalDataType } from './personal-data.ts';

/** A placeholder and what it stands for. */
export interface Redaction {
  readonly placeholder: string;
  readonly type: PersonalDataType;
  readonly value: string;
  /** Off: the value itself leaves. */
  readonly isOn: boolean;
}

export interface Redacted {
  readonly messages: readonly ChatMessage[];
  /** In the order in which their values first appear. */
  readonly redactions: readonly Redaction[];
}

const ANY_PLACEHOLDER = /\[[A-Z]+_\d+\]/g;

/** The world's business unless the text tells whom it concerns: "the capital of France" must stay a question. */
const ONLY_BESIDE_A_PERSON: ReadonlySet<PersonalDataType> = new Set(['place', 'organisation', 'date']);
const FIRST_PERSON = /\b(?:I|my|me|we|our|us|ich|mein\w*|wir|unser\w*|je|mon|ma|mes|nous|yo|mi|mis)\b/;

/**
 * Puts placeholders for personal data: one value has one placeholder in all messages, also where it was not recognised
 * by itself. `off`: placeholders whose values stay. Numbers that stand in the text already, as somebody typed them, are
 * not used, so that `restore` gives back exactly what there was.
 */
export function redactMessages(messages: readonly ChatMessage[], off: ReadonlySet<string>): Redacted {
  const taken = new Set(messages.flatMap(({ content }) => content.match(ANY_PLACEHOLDER) ?? []));
  const values = valuesIn(messages);
  const counts = new Map<PersonalDataType, number>();
  const redactions: Redaction[] = [];
  for (const [value, type] of values) {
    let count = counts.get(type) ?? 0;
    let placeholder = '';
    do {
      count += 1;
      placeholder = `[${type.toUpperCase()}_${count}]`;
    } while (taken.has(placeholder));
    counts.set(type, count);
    redactions.push({ placeholder, type, value, isOn: !off.has(placeholder) });
  }
  const byValue = new Map(redactions.map((redaction) => [redaction.value, redaction]));
  const pattern = anyOf(values);
  if (pattern === null) return { messages, redactions };
  const replaced = (content: string) =>
    content.replace(pattern, (value) => {
      const redaction = byValue.get(value);
      return redaction?.isOn === true ? redaction.placeholder : value;
    });
  return { messages: messages.map((message) => ({ ...message, content: replaced(message.content) })), redactions };
}

/** Puts the values back. A placeholder that was switched off stands for nothing. */
export function restore(text: string, redactions: readonly Redaction[]): string {
  const values = new Map(redactions.filter(({ isOn }) => isOn).map(({ placeholder, value }) => [placeholder, value]));
  return text.replace(ANY_PLACEHOLDER, (placeholder) => values.get(placeholder) ?? placeholder);
}

function valuesIn(messages: readonly ChatMessage[]): ReadonlyMap<string, PersonalDataType> {
  const spans = messages
    .filter(({ role }) => role !== 'system')
    .flatMap(({ content }) => findPersonalData(content).filter(({ text }) => !holdsPlaceholder(text)));
  const concernsSomebody =
    spans.some(({ type }) => !ONLY_BESIDE_A_PERSON.has(type)) ||
    messages.some(({ role, content }) => role === 'user' && FIRST_PERSON.test(content));
  const values = new Map<string, PersonalDataType>();
  for (const { type, text } of spans) {
    if (!concernsSomebody && ONLY_BESIDE_A_PERSON.has(type)) continue;
    if (!values.has(text)) values.set(text, type);
  }
  const pattern = anyOf(values);
  if (pattern === null) return values;
  // Whoever was named in full is called by one name later.
  const others = new Set(messages.flatMap(({ content }) => content.replace(pattern, ' ').match(NAME) ?? []));
  for (const [value, type] of values) {
    if (type !== 'person') continue;
    for (const name of value.match(NAME) ?? []) if (others.has(name) && !values.has(name)) values.set(name, type);
  }
  return values;
}

const NAME = /(?<![\p{L}\p{M}])\p{Lu}[\p{L}\p{M}'’-]{2,}/gu;

function holdsPlaceholder(text: string): boolean {
  return /\[?[A-Z]+_\d+\]?/.test(text);
}

/** Names as whole words only, the longest first. Placeholders that somebody typed are stepped over. */
function anyOf(values: ReadonlyMap<string, PersonalDataType>): RegExp | null {
  if (values.size === 0) return null;
  const sorted = [...values.keys()].toSorted((a, b) => b.length - a.length);
  const isName = (value: string) => NAMES.has(values.get(value) ?? 'secret');
  const alternatives = [
    String.raw`\[[A-Z]+_\d+\]`,
    ...sorted.filter((value) => !isName(value)).map(escape),
    ...(sorted.some(isName)
      ? [String.raw`(?<![\p{L}\p{M}])(?:${sorted.filter(isName).map(escape).join('|')})(?![\p{L}\p{M}])`]
      : []),
  ];
  return new RegExp(alternatives.join('|'), 'gu');
}

const NAMES: ReadonlySet<PersonalDataType> = new Set(['person', 'place', 'organisation']);

function escape(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
