import { describe, expect, it } from 'vitest';
import { graphOf } from './graph-files.ts';

describe('graphOf', () => {
  it('finds the graph of the build and its external data, in order', () => {
    const paths = [
      'config.json',
      'onnx/model_q4.onnx',
      'onnx/model_q4f16.onnx_data_1',
      'onnx/model_q4f16.onnx',
      'onnx/model_q4f16.onnx_data',
    ];
    expect(graphOf(paths, 'q4f16')).toEqual({
      graph: 'model_q4f16.onnx',
      data: ['model_q4f16.onnx_data', 'model_q4f16.onnx_data_1'],
    });
    expect(graphOf(paths, 'q4')).toEqual({ graph: 'model_q4.onnx', data: [] });
  });

  it('takes the only graph there is, whatever its name', () => {
    expect(graphOf(['onnx/decoder_int8.onnx', 'onnx/decoder_int8.onnx.data'], 'q8')).toEqual({
      graph: 'decoder_int8.onnx',
      data: ['decoder_int8.onnx.data'],
    });
  });

  it('does not guess among several', () => {
    expect(graphOf(['onnx/a.onnx', 'onnx/b.onnx'], 'q4')).toBeNull();
    expect(graphOf(['config.json'], 'q4')).toBeNull();
  });
});
