import * as v from 'valibot';
import { HearthError, errorInfo } from '../../core/errors.ts';
import type { ChatMessage } from '../../core/generate-request.ts';

/** A field that may be missing or null. */
const optional = <Schema extends v.GenericSchema>(schema: Schema) => v.nullish(schema, null);

const conversationTemplate = v.looseObject({
  system_template: v.string(),
  system_message: v.string(),
  roles: v.looseObject({ user: v.string(), assistant: v.string() }),
  role_templates: optional(v.record(v.string(), v.string())),
  seps: v.pipe(v.array(v.string()), v.minLength(1)),
  role_content_sep: optional(v.string()),
  role_empty_sep: optional(v.string()),
  stop_token_ids: v.array(v.number()),
  system_prefix_token_ids: optional(v.array(v.number())),
  add_role_after_system_message: optional(v.boolean()),
  render_empty_system_message: optional(v.boolean()),
});

const chatConfig = v.looseObject({
  tokenizer_files: v.array(v.string()),
  conv_template: conversationTemplate,
  sliding_window_size: optional(v.number()),
});

/** What we need of a model's `mlc-chat-config.json`. */
export type ChatConfig = v.InferOutput<typeof chatConfig>;
type Template = ChatConfig['conv_template'];

/** Throws `HearthError` `model-corrupt`. */
export function parseChatConfig(text: string): ChatConfig {
  try {
    return v.parse(chatConfig, JSON.parse(text));
  } catch (caught) {
    throw new HearthError(errorInfo('model-corrupt', `mlc-chat-config.json: ${String(caught)}`));
  }
}

/**
 * What differs from the model's own configuration. web-llm puts a message into its role's template with
 * `String.replace`, which takes `$&` or `$$` in it for instructions: it gets none, and we put the message in.
 */
export function configOverrides({ sliding_window_size }: ChatConfig, contextWindow: number) {
  return {
    // The two windows exclude each other.
    ...(sliding_window_size === null || sliding_window_size === -1 ? { context_window_size: contextWindow } : {}),
    // Models with a recurrent part keep a state for each step that one could go back to. None is ever taken back.
    max_history_size: 1,
    conv_config: { role_templates: {} },
  };
}

/**
 * The messages as web-llm is to be given them: in their role's template; a system message, which goes through the
 * `replace` that is told above, with every `$` twice.
 */
export function asGiven({ conv_template: template }: ChatConfig, messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map(({ role, content }) => ({
    role,
    content: role === 'system' ? content.replaceAll('$', '$$$$') : inTemplate(template, role, content),
  }));
}

/** The conversation in pieces as web-llm writes and tokenises them, each for itself, up to where the answer begins. */
export function promptPieces({ conv_template: template }: ChatConfig, messages: readonly ChatMessage[]): string[] {
  const first = messages[0]?.role === 'system' ? messages[0].content : template.system_message;
  const isLeftOut = first === '' && template.render_empty_system_message === false;
  const system = isLeftOut ? '' : template.system_template.split('{system_message}').join(first);
  const turns = messages.filter(({ role }) => role !== 'system');
  const pieces = turns.map(({ role, content }, index) => {
    const isBare = index === 0 && system !== '' && template.add_role_after_system_message === false;
    const name = role === 'assistant' ? template.roles.assistant : template.roles.user;
    const header = isBare ? '' : name + (template.role_content_sep ?? ': ');
    return header + inTemplate(template, role, content) + (template.seps[index % template.seps.length] ?? '');
  });
  return [...(system === '' ? [] : [system]), ...pieces, template.roles.assistant + (template.role_empty_sep ?? ': ')];
}

function inTemplate({ role_templates: templates }: Template, role: ChatMessage['role'], content: string): string {
  // The second is for tools, of which there are none.
  const whole = templates?.[role]?.replaceAll('{function_string}', '');
  return whole?.split(`{${role}_message}`).join(content) ?? content;
}
