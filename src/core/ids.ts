/** Opaque string ids. The brand exists at compile time only. */
type Id<Brand extends string> = string & { readonly __id: Brand };

export type ModelId = Id<'model'>;
export type BuildId = Id<'build'>;
export type ConversationId = Id<'conversation'>;
export type TurnId = Id<'turn'>;
export type EndpointId = Id<'endpoint'>;
/** One decision where a turn is answered; every request to a cloud carries the id of the one that allowed it. */
export type DecisionId = Id<'decision'>;

/** The one place where a string becomes an id: at a parse boundary or when one is made. */
export function modelId(text: string): ModelId {
  return text as ModelId;
}
export function buildId(text: string): BuildId {
  return text as BuildId;
}
export function conversationId(text: string): ConversationId {
  return text as ConversationId;
}
export function turnId(text: string): TurnId {
  return text as TurnId;
}
export function decisionId(text: string): DecisionId {
  return text as DecisionId;
}
export function endpointId(text: string): EndpointId {
  return text as EndpointId;
}
