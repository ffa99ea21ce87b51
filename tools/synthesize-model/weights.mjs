// Seeded random weights in the forms of web builds. With a chain of token ids, the rows of the head are copies of rows
// of the embedding, and what the layers add is made tiny: the token after `chain[n]` is then `chain[n + 1]`, always.
import { fillInt4, fillWords, repeated, rowChunks } from './random-rows.mjs';
import { floatBytes, widthOf } from './numbers.mjs';

const BLOCK = 32;
/** Standard deviation of the levels that `fillInt4` makes. */
const INT4_SPREAD = 4.2;
/** Of bytes that are equally likely. */
const INT8_SPREAD = 74;
const DAMPING = 2 ** -12;
const SETTINGS_INT4 = { bits: 4, block_size: BLOCK };

export function makeWeights(graph, { form, floats, seed, chain }) {
  /** Row of the head → row of the embedding that it copies. */
  const copies = new Map(chain.slice(1).map((to, index) => [to, chain[index]]));
  const gainOf = (damped) => (damped && chain.length > 0 ? DAMPING : 1);
  return form === 'q8'
    ? int8Weights(graph, { seed, copies, gainOf })
    : int4Weights(graph, { floats, seed, copies, gainOf });
}

function int4Weights(graph, { floats, seed, copies, gainOf }) {
  const scales = (name, count, dims, value) => {
    const unit = floatBytes([value], floats);
    return graph.constant(name, floats, dims, count * widthOf(floats), () => repeated(unit, count));
  };
  const quantised = (name, rows, columns, dims, rowOf) =>
    graph.constant(name, 'uint8', dims, (rows * columns) / 2, () =>
      rowChunks(rows, columns / 2, (target, row) => fillInt4(target, seed, ...rowOf(row))),
    );
  const matrix = (name, input, rows, columns, output, gain, rowOf) => {
    const blocks = columns / BLOCK;
    const levels = quantised(`${name}.weight`, rows, columns, [rows, blocks, BLOCK / 2], rowOf);
    const scale = scales(`${name}.scales`, rows * blocks, [rows * blocks], gain / (INT4_SPREAD * Math.sqrt(columns)));
    const settings = { ...SETTINGS_INT4, K: columns, N: rows, accuracy_level: 0 };
    return graph.contrib('MatMulNBits', [input, levels, scale], output, settings);
  };
  return {
    linear: (name, input, rows, columns, output, { damped = false } = {}) =>
      matrix(name, input, rows, columns, output, gainOf(damped), (row) => [name, row]),
    head: (name, input, rows, columns, output) =>
      matrix(name, input, rows, columns, output, 2, (row) => {
        const copied = copies.get(row);
        return copied === undefined ? [name, row] : ['embed_tokens', copied];
      }),
    embedding(name, rows, columns, ids, output) {
      const levels = quantised(`${name}.weight`, rows, columns, [rows, columns / 2], (row) => [name, row]);
      const blocks = columns / BLOCK;
      const scale = scales(`${name}.scales`, rows * blocks, [rows, blocks], 1 / INT4_SPREAD);
      const settings = { ...SETTINGS_INT4, gather_axis: 0, quantize_axis: 1 };
      return graph.contrib('GatherBlockQuantized', [levels, ids, scale], output, settings);
    },
  };
}

/** The matrices lie with one output a column. */
function int8Weights(graph, { seed, copies, gainOf }) {
  const scales = (name, count, value) =>
    graph.constant(name, 'float32', [count], count * 4, () => repeated(floatBytes([value], 'float32'), count));
  const matrix = (name, input, outputs, inputs, output, gain, patch) => {
    const levels = graph.constant(`${name}.weight`, 'int8', [inputs, outputs], inputs * outputs, () =>
      rowChunks(inputs, outputs, (target, row) => {
        fillWords(target, seed, name, row);
        patch(new Int8Array(target.buffer, target.byteOffset, target.byteLength), row);
      }),
    );
    const scale = scales(`${name}.scales`, outputs, gain / (INT8_SPREAD * Math.sqrt(inputs)));
    return graph.contrib('DynamicQuantizeMatMul', [input, levels, scale], output, {});
  };
  return {
    linear: (name, input, outputs, inputs, output, { damped = false } = {}) =>
      matrix(name, input, outputs, inputs, output, gainOf(damped), () => undefined),
    head(name, input, outputs, inputs, output) {
      const columns = [...copies].map(([to, from]) => {
        const words = new Uint32Array(inputs / 4);
        fillWords(words, seed, 'embed_tokens', from);
        return { to, levels: new Int8Array(words.buffer) };
      });
      return matrix(name, input, outputs, inputs, output, 2, (row, at) => {
        for (const { to, levels } of columns) row[to] = levels[at];
      });
    },
    embedding(name, rows, columns, ids, output) {
      const levels = graph.constant(`${name}.weight`, 'int8', [rows, columns], rows * columns, () =>
        rowChunks(rows, columns, (target, row) => fillWords(target, seed, name, row)),
      );
      graph.node('Gather', [levels, ids], `${output}.levels`, { axis: 0 });
      graph.node('Cast', [`${output}.levels`], `${output}.float`, { to: 1 });
      const unit = floatBytes([1 / INT8_SPREAD], 'float32');
      const scale = graph.constant(`${name}.scale`, 'float32', [], 4, () => [unit]);
      return graph.node('Mul', [`${output}.float`, scale], output);
    },
  };
}
