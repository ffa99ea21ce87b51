import * as v from 'valibot';

const Request = v.object({ model: v.string(), messages: v.array(v.object({ content: v.string() })) });

export interface RequestSummary {
  readonly model: string;
  readonly promptCharacters: number;
}

/** What measurements need to know of a request body; the body itself is sent as it is, whatever it holds. */
export function parseRequestSummary(body: string): RequestSummary {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    value = undefined;
  }
  const request = v.safeParse(Request, value);
  if (!request.success) return { model: '', promptCharacters: body.length };
  const { model, messages } = request.output;
  return { model, promptCharacters: messages.reduce((sum, { content }) => sum + content.length, 0) };
}
