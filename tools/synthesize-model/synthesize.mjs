// Writes a model of a true shape and size with seeded random weights:
//   node tools/synthesize-model/synthesize.mjs phi-3-mini OUT [--form q4|q4f16|q8] [--text "a b c"] [--seed 1] [--inline]
//   node tools/synthesize-model/synthesize.mjs --library X.wasm OUT [--text "a b c"] [--seed 1]
// The first writes an ONNX build, the second an MLC build for a compiled library of web-llm. See README.md.
import { argv, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { writeMlcModel } from './mlc.mjs';
import { writeOnnxModel } from './onnx-model.mjs';
import { SHAPES } from './shapes.mjs';

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    library: { type: 'string' },
    form: { type: 'string', default: 'q4' },
    text: { type: 'string' },
    seed: { type: 'string', default: '1' },
    inline: { type: 'boolean', default: false },
  },
});
const [folder, ...before] = positionals.toReversed();
if (folder === undefined || before.length !== (values.library === undefined ? 1 : 0)) {
  throw new Error(`usage: see the head of this file; shapes: ${Object.keys(SHAPES).join(', ')}`);
}
const startMs = performance.now();
const common = { folder, seed: Number(values.seed), ...(values.text === undefined ? {} : { text: values.text }) };
const files =
  values.library === undefined
    ? writeOnnxModel({ ...common, shape: before[0], form: values.form, external: !values.inline })
    : writeMlcModel({ ...common, library: values.library });
const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
stdout.write(`${JSON.stringify(files, null, 1)}\n`);
stdout.write(`${(bytes / 1e9).toFixed(3)} GB in ${((performance.now() - startMs) / 1000).toFixed(1)} s\n`);
