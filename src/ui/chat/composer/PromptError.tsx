import { errorText } from '../../../core/error-text.ts';
import type { ErrorInfo } from '../../../core/errors.ts';
import { NextActionButton } from '../../shared/NextActionButton.tsx';

/** Why a prompt was not taken; `id` is what describes the message box. */
export function PromptError({ id, error }: { readonly id: string; readonly error: ErrorInfo }) {
  const { title, message, action } = errorText(error);
  return (
    <div className="prompt-error" role="alert">
      <p id={id}>
        <strong>{title}.</strong> {message}
      </p>
      <NextActionButton action={action} />
    </div>
  );
}
