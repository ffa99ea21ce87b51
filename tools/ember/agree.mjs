// Prints the rows of rows.json whose ids differ from the library's tokenizer; for test_bpe.py.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { tokenizerOf } from './runtime.mjs';

const folder = process.argv[2];
const tokenizer = await tokenizerOf(folder);
const rows = JSON.parse(await readFile(path.join(folder, 'rows.json'), 'utf8'));
const wrong = rows.flatMap(({ text, ids }) => {
  const got = tokenizer.encode(text, { add_special_tokens: false });
  const decoded = tokenizer.decode(ids, { skip_special_tokens: false });
  return JSON.stringify(got) === JSON.stringify(ids) && decoded === text ? [] : [{ text, ids, got, decoded }];
});
console.log(JSON.stringify(wrong));
