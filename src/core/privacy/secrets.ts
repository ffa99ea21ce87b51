import { findAll, type Found } from './find.ts';

/** Keys that say by their form what they are. */
const KEYS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/dg,
  /\b(?:sk|pk|rk)[-_](?:[a-z]+[-_])*[\w-]{16,}/dgi,
  /\bgh[pousr]_\w{20,}/dg,
  /\bgithub_pat_\w{20,}/dg,
  /\bglpat-[\w-]{16,}/dg,
  /\bxox[abeoprs]-[\w-]{10,}/dg,
  /\b(?:AKIA|ASIA)[A-Z\d]{16}\b/dg,
  /\bAIza[\w-]{30,}/dg,
  /\bhf_[A-Za-z\d]{20,}/dg,
  /\bnpm_[A-Za-z\d]{30,}/dg,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/dg,
  /\bBearer\s+(?<value>[\w.~+/-]{16,}=*)/dg,
  /:\/\/[^\s/:@]+:(?<value>[^\s/@]+)@/dg,
];

/** A password or the like after its name. Quotes and sentence ends are not part of it. */
const NAMED =
  /\b(?:pass(?:word|wd|phrase|code)?|pwd|passwort|kennwort|mot de passe|contraseña|secret(?:[_ -]?key)?|(?:api|access|private|auth)[_ -]?(?:key|token)|client[_ -]?secret|token|pin(?: code)?)\b(?:\s+(?:is|was|ist|es|est)\s+|\s*[:=]\s*)["'`“”]?(?<value>[^\s"'`“”<>]{4,})/dgiu;

/** Words that follow "password is" without being one. */
const NOT_A_SECRET =
  /^(?:wrong|incorrect|invalid|required|missing|expired|correct|stored|saved|hashed|encrypted|needed|optional|very|always|never|that|this|what|null|none|true|false|string|used|generated|based)\b/i;

/** Long runs of letters and digits mixed like no word is. */
const OPAQUE = /(?<![\w/+.-])(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])[\w+/-]{28,}={0,2}(?![\w/+-])/dg;

export function* findSecrets(text: string): Generator<Found> {
  for (const pattern of KEYS) yield* findAll('secret', text, pattern);
  for (const { type, start, end } of findAll('secret', text, NAMED, (value) => !NOT_A_SECRET.test(value))) {
    const value = text.slice(start, end).replace(/[.,;:?)\]]+$/, '');
    yield { type, start, end: start + value.length };
  }
  yield* findAll('secret', text, OPAQUE, (value) => !value.includes('//'));
}
