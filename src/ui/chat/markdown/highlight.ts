import bash from '@speed-highlight/core/languages/bash.js';
import c from '@speed-highlight/core/languages/c.js';
import css from '@speed-highlight/core/languages/css.js';
import diff from '@speed-highlight/core/languages/diff.js';
import go from '@speed-highlight/core/languages/go.js';
import html from '@speed-highlight/core/languages/html.js';
import java from '@speed-highlight/core/languages/java.js';
import js from '@speed-highlight/core/languages/js.js';
import json from '@speed-highlight/core/languages/json.js';
import py from '@speed-highlight/core/languages/py.js';
import regex from '@speed-highlight/core/languages/regex.js';
import rs from '@speed-highlight/core/languages/rs.js';
import sql from '@speed-highlight/core/languages/sql.js';
import toml from '@speed-highlight/core/languages/toml.js';
import ts from '@speed-highlight/core/languages/ts.js';
import xml from '@speed-highlight/core/languages/xml.js';
import yaml from '@speed-highlight/core/languages/yaml.js';
import { tokenizeWith } from '@speed-highlight/core/tokenize';
import type { ShjLanguageData, ShjToken } from '@speed-highlight/core/tokenize';

/** A stretch of code of one kind; null is plain. */
export interface Stretch {
  readonly kind: Kind | null;
  readonly text: string;
}

/** Operators stay plain: they are half of all tokens, and stand out by themselves. */
type Kind = Exclude<ShjToken, 'oper'>;

/** By the names that a language needs for what is embedded in it, too. */
const LANGUAGES: Readonly<Record<string, ShjLanguageData>> = checked({
  bash,
  c,
  css,
  diff,
  go,
  html,
  java,
  js,
  json,
  py,
  regex,
  rs,
  sql,
  toml,
  ts,
  xml,
  yaml,
});

/** The package's types of its languages are not its type of a language where `undefined` is not the same as nothing. */
function checked(languages: Readonly<Record<string, unknown>>): Readonly<Record<string, ShjLanguageData>> {
  return Object.fromEntries(
    Object.entries(languages).flatMap(([name, data]) => (isLanguage(data) ? [[name, data]] : [])),
  );
}

function isLanguage(data: unknown): data is ShjLanguageData {
  return Array.isArray(data) || (typeof data === 'object' && data !== null && 'sub' in data);
}

/** What else models write after the fence. */
const ALIASES: readonly (readonly [string, string])[] = [
  ['js', 'javascript jsx mjs cjs node'],
  ['ts', 'typescript tsx'],
  ['py', 'python python3'],
  ['bash', 'sh shell zsh console'],
  ['rs', 'rust'],
  ['go', 'golang'],
  ['yaml', 'yml'],
  ['json', 'jsonc json5'],
  ['xml', 'svg'],
  ['html', 'htm'],
  ['css', 'scss'],
  ['diff', 'patch'],
  ['c', 'h cpp c++ hpp'],
  ['java', 'kotlin'],
];

const BY_NAME: ReadonlyMap<string, ShjLanguageData | undefined> = new Map([
  ...Object.entries(LANGUAGES),
  ...ALIASES.flatMap(([key, names]) => names.split(' ').map((name) => [name, LANGUAGES[key]] as const)),
]);

/** In UTF-16 units. Most code is read in time linear to its length, but not all of it. */
const LONGEST = 5000;

/** The code in stretches that together are the code; null where the language is not known or the code too long. */
export function highlight(code: string, language: string): readonly Stretch[] | null {
  const data = BY_NAME.get(language.toLowerCase());
  if (data === undefined || code.length > LONGEST) return null;
  const stretches: Stretch[] = [];
  tokenizeWith(
    code,
    data,
    (text, token) => append(stretches, token === undefined || token === 'oper' ? null : token, text),
    {
      languages: LANGUAGES,
    },
  );
  return stretches;
}

/** Neighbours of one kind become one stretch: fewer elements. */
function append(stretches: Stretch[], kind: Kind | null, text: string): void {
  const last = stretches.at(-1);
  if (text === '') return;
  if (last?.kind === kind) stretches.splice(-1, 1, { kind, text: last.text + text });
  else stretches.push({ kind, text });
}
