// Writes a model of a true shape and size with seeded random weights:
//   node tools/synthesize-model/synthesize.mjs phi-3-mini OUT [--form q4|q4f16|q8] [--text "a b c"] [--seed 1] [--inline]
import { argv, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { writeOnnxModel } from './onnx-model.mjs';
import { SHAPES } from './shapes.mjs';

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    form: { type: 'string', default: 'q4' },
    text: { type: 'string' },
    seed: { type: 'string', default: '1' },
    inline: { type: 'boolean', default: false },
  },
});
const [shape, folder] = positionals;
if (shape === undefined || folder === undefined) {
  throw new Error(`usage: synthesize.mjs SHAPE FOLDER; shapes: ${Object.keys(SHAPES).join(', ')}`);
}
const startMs = performance.now();
const files = writeOnnxModel({
  folder,
  shape,
  form: values.form,
  ...(values.text === undefined ? {} : { text: values.text }),
  seed: Number(values.seed),
  external: !values.inline,
});
const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
stdout.write(`${JSON.stringify(files, null, 1)}\n`);
stdout.write(`${(bytes / 1e9).toFixed(3)} GB in ${((performance.now() - startMs) / 1000).toFixed(1)} s\n`);
