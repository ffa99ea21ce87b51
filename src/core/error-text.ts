import type { ErrorCode, ErrorInfo, LibraryErrorCode } from './errors.ts';

/** What the user can do next; the interface offers it as a button where it can. */
export type NextAction =
  | 'retry'
  | 'open-cloud-settings'
  | 'open-engine-settings'
  | 'open-model-settings'
  | 'open-privacy-settings'
  | 'new-chat'
  | 'reload'
  | 'take-over'
  | 'delete-data'
  | 'ask-cloud'
  | 'open-models'
  | 'none';

export interface ErrorText {
  readonly title: string;
  readonly message: string;
  readonly action: NextAction;
}

/** The words for the others come with the part of the interface that shows models. */
type CommonErrorCode = Exclude<ErrorCode, LibraryErrorCode>;

const TEXT: Record<CommonErrorCode, ErrorText> = {
  'webgpu-unavailable': {
    title: 'No WebGPU here',
    message: 'This browser or device offers no WebGPU. Choose Automatic or WASM in Settings under Engine.',
    action: 'open-engine-settings',
  },
  'wasm-unsupported': {
    title: 'This browser is too old',
    message:
      'Hearth needs WebAssembly with SIMD. Update the browser, or use a current Chrome, Edge, Firefox or Safari.',
    action: 'none',
  },
  'engine-crashed': {
    title: 'The model stopped unexpectedly',
    message: 'What was written is kept. Try again: the model is loaded anew.',
    action: 'retry',
  },
  'device-lost': {
    title: 'The graphics device was lost',
    message: 'The browser reset the GPU. What was written is kept. Try again, or choose WASM in Settings.',
    action: 'retry',
  },
  'out-of-memory': {
    title: 'Not enough memory for the model',
    message: 'Close other tabs or programs and try again.',
    action: 'retry',
  },
  'model-missing': {
    title: 'A model file is missing',
    message: 'It could not be read from this site. Check the connection once, then try again.',
    action: 'retry',
  },
  'model-corrupt': {
    title: 'A model file is damaged',
    message: 'It does not match its checksum, so it was not used. Reload the page to fetch it again.',
    action: 'reload',
  },
  'model-garbled': {
    title: 'The model speaks nonsense',
    message:
      'Its self-test failed twice, so it is not used: memory may be short, or a file damaged. Verify it in Models, or choose a smaller one.',
    action: 'open-models',
  },
  'model-not-loaded': {
    title: 'No model is loaded',
    message: 'Try again: the model is loaded first.',
    action: 'retry',
  },
  'model-fell-back': {
    title: 'The model could not be loaded',
    message: 'Ember answers instead. Models says what went wrong.',
    action: 'open-models',
  },
  'context-overflow': {
    title: 'Too long for this model',
    message: 'The text does not fit the context window. Shorten it, start a new chat, or ask the cloud.',
    action: 'new-chat',
  },
  'engine-elsewhere': {
    title: 'Hearth is open in another tab',
    message: 'Only one tab holds the model, to save memory. Use it here, or go on in the other tab.',
    action: 'take-over',
  },
  'generation-failed': {
    title: 'The answer failed',
    message: 'What was written is kept. Try again.',
    action: 'retry',
  },
  'prompt-empty': { title: 'Nothing to send', message: 'Write a message first.', action: 'none' },
  'storage-full': {
    title: 'Storage is full',
    message:
      'This change could not be saved; it stays here until the page is closed. Delete old chats or free disk space.',
    action: 'delete-data',
  },
  'storage-blocked': {
    title: 'Storage is blocked',
    message:
      'The browser lets this site store nothing, so chats are lost when the page closes. Allow site data for it.',
    action: 'none',
  },
  'stored-data-newer': {
    title: 'Saved by a newer version',
    message: 'This chat was saved by a newer Hearth. Reload to update; the chat is untouched.',
    action: 'reload',
  },
  'stored-data-corrupt': {
    title: 'A saved chat cannot be read',
    message: 'It is kept as it is and not shown. It goes away only if you delete it.',
    action: 'none',
  },
  'offline-no-room': {
    title: 'No room for offline use',
    message:
      'Hearth works, but needs the network: the browser has no room left to keep it. Delete old chats or free disk space; it is tried again at the next visit.',
    action: 'delete-data',
  },
  'offline-incomplete': {
    title: 'Not ready for offline use',
    message:
      'Hearth works, but needs the network: some of its files did not arrive. It goes on with those at the next visit, or now.',
    action: 'retry',
  },
  'cloud-airtight': {
    title: 'Airtight mode is on',
    message: 'Nothing leaves this device, so nothing was sent. Switch it off in Settings to use the cloud.',
    action: 'open-privacy-settings',
  },
  'cloud-ungated': {
    title: 'The gate is not in place yet',
    message:
      'Requests leave only through Hearth’s own gate, and this page is not behind it. On a first visit it is ready when everything is kept for offline use. Nothing was sent: reload and try again.',
    action: 'reload',
  },
  'cloud-unrecorded': {
    title: 'This could not be recorded',
    message:
      'Nothing leaves that is not in the list of what left, and that cannot be written: storage is full or blocked. Nothing was sent.',
    action: 'delete-data',
  },
  'cloud-budget-spent': {
    title: 'This month’s budget is spent',
    message: 'Nothing was sent. Raise the budget in Settings, or answer on this device.',
    action: 'open-cloud-settings',
  },
  'cloud-locked': {
    title: 'This chat never leaves',
    message: 'You locked it to this device, so nothing was sent. Unlock it below the message box to use the cloud.',
    action: 'none',
  },
  'cloud-not-configured': {
    title: 'No cloud endpoint',
    message: 'Add an endpoint of your own in Settings first. Nothing was sent.',
    action: 'open-cloud-settings',
  },
  'cloud-bad-url': {
    title: 'That endpoint address does not work',
    message: 'Use a full address such as https://api.example.com/v1. Nothing was sent.',
    action: 'open-cloud-settings',
  },
  'cloud-offline': {
    title: 'You are offline',
    message: 'The request was not sent. Try again when you are online.',
    action: 'retry',
  },
  'cloud-unreachable': {
    title: 'The endpoint cannot be reached',
    message: 'It did not answer, or does not allow requests from this page (CORS). Check the address and the server.',
    action: 'open-cloud-settings',
  },
  'cloud-unauthorized': {
    title: 'The endpoint refused the key',
    message: 'Check the API key in Settings, then try again.',
    action: 'open-cloud-settings',
  },
  'cloud-not-found': {
    title: 'The endpoint does not know that',
    message: 'Check the address and the model name in Settings.',
    action: 'open-cloud-settings',
  },
  'cloud-rate-limited': {
    title: 'Too many requests',
    message: 'The endpoint asks to wait. Try again later.',
    action: 'retry',
  },
  'cloud-server-error': {
    title: 'The endpoint failed',
    message: 'The fault is on its side. Try again in a moment.',
    action: 'retry',
  },
  'cloud-rejected': {
    title: 'The endpoint rejected the request',
    message: 'Check the model name in Settings; the details say what the endpoint said.',
    action: 'open-cloud-settings',
  },
  'cloud-stream-broken': {
    title: 'The connection broke off',
    message: 'What had arrived is kept. Try again for the whole answer.',
    action: 'retry',
  },
  'cloud-timeout': {
    title: 'The endpoint took too long',
    message: 'What had arrived is kept. Try again.',
    action: 'retry',
  },
  unexpected: {
    title: 'Something went wrong',
    message: 'Nothing you wrote is lost. Try again.',
    action: 'retry',
  },
};

/** Words for the user and a next action. A code of another version, found in a stored chat, counts as unexpected. */
export function errorText(info: ErrorInfo): ErrorText {
  const text = isCommon(info.code) ? TEXT[info.code] : TEXT.unexpected;
  if (info.code !== 'cloud-rate-limited' || info.retryAfterMs === undefined) return text;
  const seconds = Math.max(1, Math.ceil(info.retryAfterMs / 1000));
  return {
    ...text,
    message: `The endpoint asks to wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} before the next request.`,
  };
}

function isCommon(code: ErrorCode): code is CommonErrorCode {
  return Object.hasOwn(TEXT, code);
}
