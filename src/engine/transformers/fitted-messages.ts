import type { ChatMessage } from '../../core/generate-request.ts';

/**
 * The conversation for templates that know no system role, or insist on turns that alternate (Gemma's do both): what
 * stood in system messages comes before the next of the user's, neighbours of one role become one message.
 */
export function alternating(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const fitted: ChatMessage[] = [];
  for (const { role, content } of messages) {
    const asRole = role === 'system' ? 'user' : role;
    const last = fitted.at(-1);
    if (last?.role === asRole) fitted.splice(-1, 1, { role: asRole, content: `${last.content}\n\n${content}` });
    else fitted.push({ role: asRole, content });
  }
  return fitted;
}
