import { expect, it } from 'vitest';
import { withFolders } from './model-files.ts';

const files = (...paths: readonly string[]) => paths.map((path) => ({ path, file: new Blob() }));
const paths = (of: ReturnType<typeof withFolders>) => of.map(({ path }) => path);

it('puts the graphs of single files where an ONNX model has them', () => {
  expect(paths(withFolders(files('config.json', 'model_q4.onnx', 'model_q4.onnx_data')))).toEqual([
    'config.json',
    'onnx/model_q4.onnx',
    'onnx/model_q4.onnx_data',
  ]);
});

it('leaves a folder as it is', () => {
  const folder = ['phi/config.json', 'phi/onnx/model_q4.onnx'];
  expect(paths(withFolders(files(...folder)))).toEqual(folder);
});
