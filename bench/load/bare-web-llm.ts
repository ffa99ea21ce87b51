import { MLCEngine } from '@mlc-ai/web-llm';
import { expose } from 'comlink';
import type { LoadTimes } from './page.ts';

/** web-llm as its documentation uses it, with its own cache. */
class Bare {
  /** `askedMs`: when the page asked for the worker, in milliseconds since the epoch: both clocks start there. */
  async load(
    modelUrl: string,
    libraryUrl: string,
    contextWindow: number,
    prompt: string | null,
    askedMs: number,
  ): Promise<LoadTimes> {
    let weightsMs = Number.NaN;
    const engine = new MLCEngine({
      appConfig: {
        model_list: [
          {
            model: modelUrl,
            model_id: 'bare',
            model_lib: libraryUrl,
            overrides: { context_window_size: contextWindow },
          },
        ],
      },
      initProgressCallback: ({ text }) => {
        // The last of them: all weights are on the device.
        if (text.startsWith('Loading model')) weightsMs = nowMs() - askedMs;
      },
      logLevel: 'SILENT',
    });
    await engine.reload('bare');
    const readyMs = nowMs() - askedMs;
    if (prompt === null) return { weightsMs, readyMs, testedMs: null, firstTokenMs: null };
    await engine.chat.completions.create({
      messages: [{ role: 'user', content: prompt }],
      max_tokens: 1,
      temperature: 0,
    });
    return { weightsMs, readyMs, testedMs: null, firstTokenMs: nowMs() - askedMs };
  }
}

const nowMs = () => performance.timeOrigin + performance.now();

export type BareWebLlm = Bare;
expose(new Bare());
