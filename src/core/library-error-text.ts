import { errorText } from './error-text.ts';
import type { ErrorText } from './error-text.ts';
import type { ErrorCode, ErrorInfo, LibraryErrorCode } from './errors.ts';

/** Shown of a look-up and an import too: whether a download goes on by itself, and what of it is kept, says the download. */
const TEXT: Record<LibraryErrorCode, ErrorText> = {
  'model-library-mismatch': {
    title: 'The model does not fit this version',
    message:
      'Its compiled library was made for another version of the engine. Update the model in Models, or choose another.',
    action: 'open-models',
  },
  'download-airtight': {
    title: 'Airtight: nothing is downloaded',
    message:
      'Nothing but this site is asked for anything. What has arrived is kept; a model can be imported from a folder. Switch Airtight off in Settings to download.',
    action: 'open-privacy-settings',
  },
  'download-unrecorded': {
    title: 'The download could not be recorded',
    message:
      'Nothing is asked of another site that is not in the list of what left, and that cannot be written: storage is full or blocked.',
    action: 'delete-data',
  },
  'download-offline': {
    title: 'Waiting for the network',
    message: 'This device is offline. Connect it, then try again.',
    action: 'retry',
  },
  'download-cut': {
    title: 'The download was cut off',
    message: 'The source closed the connection. Try again.',
    action: 'retry',
  },
  'download-changed': {
    title: 'The model changed at its source',
    message: 'A file there is not the one that was announced. Try again: it starts over with what is there now.',
    action: 'retry',
  },
  'download-corrupt': {
    title: 'The download does not match its checksum',
    message: 'It was fetched twice and is still not the announced file, so it is not used. Try again or use a mirror.',
    action: 'retry',
  },
  'hub-unreachable': {
    title: 'The model source cannot be reached',
    message:
      'It did not answer, or does not allow requests from this page (CORS). Check the connection, and the mirror in Settings.',
    action: 'open-model-settings',
  },
  'hub-busy': {
    title: 'The model source asks to wait',
    message: 'It had too many requests. Try again in a few minutes.',
    action: 'retry',
  },
  'hub-error': {
    title: 'The model source failed',
    message: 'The fault is on its side. Try again later.',
    action: 'retry',
  },
  'hub-forbidden': {
    title: 'The model source refused access',
    message:
      'The model may ask for an account or a signed licence, which Hearth does not have. Choose another, or import its files.',
    action: 'none',
  },
  'hub-not-found': {
    title: 'The model is not there',
    message: 'The source knows no such model, revision or file. Check the name, and the mirror in Settings.',
    action: 'open-model-settings',
  },
  'hub-bad-answer': {
    title: 'The source did not answer like a model hub',
    message: 'Sign in to the network if it asks for that, and check the model mirror in Settings.',
    action: 'open-model-settings',
  },
  'model-storage-full': {
    title: 'Not enough room for this model',
    message: 'Delete a model you do not use or free disk space, then try again.',
    action: 'retry',
  },
  'model-in-use': {
    title: 'The model is in use',
    message: 'It could not be changed while it is loaded. Use another model first, then try again.',
    action: 'retry',
  },
  'model-reference-bad': {
    title: 'That is not a model address',
    message: 'Use owner/name, or the address of a model on Hugging Face or on the mirror in Settings.',
    action: 'none',
  },
  'model-unknown-kind': {
    title: 'Hearth cannot run this model',
    message: 'It needs an ONNX build in the folder onnx (q4, q4f16 or quantized), or an MLC build for the web.',
    action: 'none',
  },
  'model-library-needed': {
    title: 'The model library is missing',
    message: 'An MLC build runs only with its compiled library (.wasm), and there is none among its files.',
    action: 'none',
  },
  'import-incomplete': {
    title: 'Files are missing',
    message: 'These files do not make a whole model. Choose the folder with all of them.',
    action: 'retry',
  },
  'import-corrupt': {
    title: 'A file does not match its checksum',
    message: 'It is not the one that was exported, so nothing was imported. Copy the folder again.',
    action: 'retry',
  },
};

/** As `errorText`, and for what can go wrong with downloads and stored models too. */
export function libraryErrorText(info: ErrorInfo): ErrorText {
  return isLibraryCode(info.code) ? TEXT[info.code] : errorText(info);
}

function isLibraryCode(code: ErrorCode): code is LibraryErrorCode {
  return Object.hasOwn(TEXT, code);
}
