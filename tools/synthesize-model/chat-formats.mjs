// How each family writes a conversation. The templates do what the published ones do, as far as tests need it:
// Phi, Llama and Qwen take a system message, Gemma refuses one and insists on turns that alternate.

/** `end` ends an answer; `endAlso` are further tokens that do. Each prompt ends with a line break. */
export const CHAT_FORMATS = {
  phi3: {
    special: ['<|endoftext|>', '<s>', '<|system|>', '<|user|>', '<|assistant|>', '<|end|>'],
    begin: '<s>',
    end: '<|end|>',
    endAlso: ['<|endoftext|>'],
    template:
      "{{ bos_token }}{% for m in messages %}{{ '<|' + m['role'] + '|>\\n' + m['content'] + '<|end|>\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}",
  },
  llama3: {
    special: ['<|end_of_text|>', '<|begin_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'],
    begin: '<|begin_of_text|>',
    end: '<|eot_id|>',
    endAlso: ['<|end_of_text|>'],
    template:
      '{{ bos_token }}{% for m in messages %}' +
      "{{ '<|start_header_id|>' + m['role'] + '<|end_header_id|>\\n\\n' + m['content'] | trim + '<|eot_id|>' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}",
  },
  gemma: {
    special: ['<pad>', '<eos>', '<bos>', '<start_of_turn>', '<end_of_turn>'],
    begin: '<bos>',
    end: '<end_of_turn>',
    endAlso: ['<eos>'],
    template:
      "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}" +
      "{% for m in messages %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}" +
      "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}" +
      "{% set role = 'model' if m['role'] == 'assistant' else m['role'] %}" +
      "{{ '<start_of_turn>' + role + '\\n' + m['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}",
  },
  chatml: {
    special: ['<|endoftext|>', '<|im_start|>', '<|im_end|>', '<think>', '</think>'],
    begin: '<|endoftext|>',
    end: '<|im_end|>',
    endAlso: ['<|endoftext|>'],
    template:
      "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}" +
      "{% if enable_thinking is defined and enable_thinking is false %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}{% endif %}",
  },
};
