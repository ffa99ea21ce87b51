/** A known kind of endpoint, to fill the settings with. */
export interface EndpointPreset {
  readonly id: 'openai' | 'openrouter' | 'ollama' | 'vllm' | 'lm-studio';
  readonly name: string;
  readonly endpointUrl: string;
  /** A model name in the server's own form, to show as a placeholder. */
  readonly modelExample: string;
  readonly needsKey: boolean;
  /** What must be set on the server so that a web page may call it; null where nothing must. */
  readonly serverHint: string | null;
}

export const ENDPOINT_PRESETS: readonly EndpointPreset[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    endpointUrl: 'https://api.openai.com/v1',
    modelExample: 'gpt-4.1-mini',
    needsKey: true,
    serverHint: null,
  },
  {
    id: 'openrouter',
    name: 'OpenRouter',
    endpointUrl: 'https://openrouter.ai/api/v1',
    modelExample: 'meta-llama/llama-3.3-70b-instruct',
    needsKey: true,
    serverHint: null,
  },
  {
    id: 'ollama',
    name: 'Ollama',
    endpointUrl: 'http://localhost:11434/v1',
    modelExample: 'llama3.2',
    needsKey: false,
    serverHint: 'Start Ollama with OLLAMA_ORIGINS set to the address of this page.',
  },
  {
    id: 'vllm',
    name: 'vLLM',
    endpointUrl: 'http://localhost:8000/v1',
    modelExample: 'meta-llama/Llama-3.1-8B-Instruct',
    needsKey: false,
    serverHint: 'vLLM allows every page unless it was started with --allowed-origins.',
  },
  {
    id: 'lm-studio',
    name: 'LM Studio',
    endpointUrl: 'http://localhost:1234/v1',
    modelExample: 'qwen2.5-7b-instruct',
    needsKey: false,
    serverHint: 'Switch on “Enable CORS” in the settings of LM Studio’s server.',
  },
];
