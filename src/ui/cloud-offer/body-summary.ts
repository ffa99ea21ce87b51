/** What the body says about itself, for the sentence above it. Null where it does not say. */
export interface BodySummary {
  readonly model: string | null;
  readonly messages: number | null;
  /** Of the UTF-8 text that is posted. */
  readonly bytes: number;
}

export function summarizeBody(body: string): BodySummary {
  const parsed = parse(body);
  const bytes = new TextEncoder().encode(body).length;
  if (typeof parsed !== 'object' || parsed === null) return { model: null, messages: null, bytes };
  return {
    model: 'model' in parsed && typeof parsed.model === 'string' ? parsed.model : null,
    messages: 'messages' in parsed && Array.isArray(parsed.messages) ? parsed.messages.length : null,
    bytes,
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The body is shown as it is in any case; only its summary is missing.
    return null;
  }
}
