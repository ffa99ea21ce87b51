import { WebLlmLab } from './webllm-lab.ts';

declare global {
  var webLlm: WebLlmLab;
}

globalThis.webLlm = new WebLlmLab();
