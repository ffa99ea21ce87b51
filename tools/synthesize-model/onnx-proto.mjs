// Writes ONNX files without a protobuf library. Field numbers are those of onnx.proto (ModelProto and what it holds).

const TYPES = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10 };
const ATTRIBUTE = { float: 1, int: 2, string: 3 };
const EXTERNAL = 1;

/** One protobuf message: fields are appended, `pieces` are its bytes in order. */
class Message {
  pieces = [];
  length = 0;

  append(bytes) {
    this.pieces.push(bytes);
    this.length += bytes.length;
    return this;
  }

  key(field, wireType) {
    return this.append(varint((field << 3) | wireType));
  }

  integer(field, value) {
    return this.key(field, 0).append(varint(value));
  }

  float(field, value) {
    return this.key(field, 5).append(new Uint8Array(Float32Array.of(value).buffer));
  }

  bytes(field, value) {
    return this.key(field, 2).append(varint(value.length)).append(value);
  }

  text(field, value) {
    return this.bytes(field, Buffer.from(value));
  }

  message(field, inner) {
    this.key(field, 2).append(varint(inner.length));
    for (const piece of inner.pieces) this.append(piece);
    return this;
  }
}

/** Negative numbers take ten bytes, as int64 in protobuf does. */
function varint(value) {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** A number with a fraction of its own is a FLOAT, `float(1)` makes one of a whole number. */
export const float = (value) => ({ float: value });

function attribute(name, value) {
  const message = new Message().text(1, name);
  if (typeof value === 'string') return message.text(4, value).integer(20, ATTRIBUTE.string);
  if (typeof value === 'number') return message.integer(3, value).integer(20, ATTRIBUTE.int);
  return message.float(2, value.float).integer(20, ATTRIBUTE.float);
}

function typedValue(name, type, dims) {
  const shape = new Message();
  for (const dim of dims) {
    shape.message(1, typeof dim === 'string' ? new Message().text(2, dim) : new Message().integer(1, dim));
  }
  const tensor = new Message().integer(1, TYPES[type]).message(2, shape);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}

/** A graph under construction: nodes in the order they run, and the tensors they need. */
export class Graph {
  #nodes = [];
  #inputs = [];
  #outputs = [];
  #tensors = new Map();

  constructor(name) {
    this.name = name;
  }

  /** Every constant, in the order it was first asked for. */
  get tensors() {
    return [...this.#tensors.values()];
  }

  input(name, type, dims) {
    this.#inputs.push(typedValue(name, type, dims));
  }

  output(name, type, dims) {
    this.#outputs.push(typedValue(name, type, dims));
  }

  /** Adds a node; returns its first output. */
  node(operator, inputs, outputs, attributes = {}, domain = '') {
    const names = [outputs].flat();
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    for (const output of names) node.text(2, output);
    node.text(3, `/${names[0]}`).text(4, operator);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    if (domain !== '') node.text(7, domain);
    this.#nodes.push(node);
    return names[0];
  }

  /** An operator of ONNX Runtime's own set. */
  contrib(operator, inputs, outputs, attributes) {
    return this.node(operator, inputs, outputs, attributes, 'com.microsoft');
  }

  /** A constant whose bytes `chunks()` yields when the file is written; the same name is the same constant. */
  constant(name, type, dims, byteLength, chunks) {
    if (!this.#tensors.has(name)) this.#tensors.set(name, { name, type, dims, byteLength, chunks });
    return name;
  }

  /** The ModelProto. `locate(tensor)`: `{ location, offset }` of one that is kept in another file, null for inline. */
  encode(locate) {
    const graph = new Message();
    for (const node of this.#nodes) graph.message(1, node);
    graph.text(2, this.name);
    for (const tensor of this.#tensors.values()) graph.message(5, tensorMessage(tensor, locate(tensor)));
    for (const input of this.#inputs) graph.message(11, input);
    for (const output of this.#outputs) graph.message(12, output);
    const model = new Message().integer(1, 10).text(2, 'hearth').message(7, graph);
    for (const [domain, version] of [
      ['', 21],
      ['com.microsoft', 1],
    ]) {
      model.message(8, new Message().text(1, domain).integer(2, version));
    }
    return Buffer.concat(model.pieces, model.length);
  }
}

function tensorMessage({ name, type, dims, byteLength, chunks }, place) {
  const message = new Message();
  for (const dim of dims) message.integer(1, dim);
  message.integer(2, TYPES[type]).text(8, name);
  if (place === null) return message.bytes(9, Buffer.concat([...chunks()].map((chunk) => Buffer.from(chunk))));
  for (const [key, value] of Object.entries({ ...place, length: byteLength })) {
    message.message(13, new Message().text(1, key).text(2, String(value)));
  }
  return message.integer(14, EXTERNAL);
}
