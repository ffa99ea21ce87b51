import { type ReactNode, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { ConsentScope } from '../../app/routing.ts';
import type { Offer } from '../../app/state.ts';
import type { FlagReason } from '../../core/routing/decision.ts';
import { formatBytes, formatCount } from '../shared/format-figure.ts';
import { useModal } from '../shared/use-modal.ts';
import { type BodySummary, summarizeBody } from './body-summary.ts';
import { ConsentChoice } from './ConsentChoice.tsx';
import { costText } from './cost-text.ts';
import { type Destination, destinationOf } from './destination.ts';
import { Redactions } from './Redactions.tsx';
import '../shared/modal-sheet.css';
import './cloud-offer.css';

/** Asks before anything leaves. Closing it in any way but Send keeps the request on the device. */
export function CloudOffer({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const offer = useStore(hearth.state, (state) => state.offer);
  return offer && <OfferDialog hearth={hearth} offer={offer} />;
}

const WHY: Record<FlagReason, string> = {
  'user-asked': 'You asked the cloud for this answer.',
  'model-escalated': 'The model on this device says that this needs a bigger one.',
  'context-overflow': 'This conversation no longer fits the context window of the model on this device.',
  'device-failed': 'The model on this device could not answer.',
  'mode-cloud': 'You chose to answer with the cloud.',
  'user-rule': 'A rule of yours applies.',
  'missing-ability': 'The model on this device cannot do this.',
  'hard-prompt': 'This looks too hard for the model on this device.',
  'weak-answer': 'The answer of the model on this device is likely wrong.',
};

function OfferDialog({ hearth, offer }: { readonly hearth: Hearth; readonly offer: Offer }): ReactNode {
  const hasKey = useStore(hearth.state, (state) => state.keyedOrigins.includes(new URL(offer.payload.url).origin));
  const [scope, setScope] = useState<ConsentScope>('once');
  const titleId = useId();
  const whyId = useId();
  const bodyTitleId = useId();
  const decline = () => void hearth.actions.declineOffer();
  const { dialogRef, focusRef, dialogProps } = useModal(decline);
  const destination = destinationOf(offer.payload.url);
  const summary = summarizeBody(offer.payload.body);
  return (
    <dialog
      {...dialogProps}
      ref={dialogRef}
      className="modal-sheet cloud-offer"
      aria-labelledby={titleId}
      aria-describedby={whyId}
    >
      <div className="cloud-offer-content">
        <h2 ref={focusRef} id={titleId} tabIndex={-1}>
          Send to the cloud?
        </h2>
        <p id={whyId}>{WHY[offer.reason]} Nothing has been sent.</p>
        <dl className="cloud-offer-facts">
          <div>
            <dt>To</dt>
            <dd>{destination.host}</dd>
          </div>
          {summary.model !== null && (
            <div>
              <dt>Model</dt>
              <dd>{summary.model}</dd>
            </div>
          )}
          <div>
            <dt>Size</dt>
            <dd>{costText(offer)}</dd>
          </div>
        </dl>
        <p className="cloud-offer-note" data-reach={destination.reach}>
          {whereNote(destination)}
        </p>
        <Redactions
          redactions={offer.redactions}
          onChange={(placeholder, isOn) => hearth.actions.setRedaction(placeholder, isOn)}
        />
        <section className="cloud-offer-body" aria-labelledby={bodyTitleId}>
          <div className="cloud-offer-body-title">
            <h3 id={bodyTitleId}>What leaves this device</h3>
            <span>{sizeNote(summary)}</span>
          </div>
          {/* Scrolls, so it must be reachable with the keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keyboard too */}
          <pre tabIndex={0}>{offer.payload.body}</pre>
        </section>
        <p className="cloud-offer-exact">
          Exactly this text is sent
          {hasKey ? ', with your API key in the request’s header' : ', without a key'}. Nothing else of yours goes with
          it.
        </p>
        <ConsentChoice scope={scope} onChange={setScope} />
        <div className="cloud-offer-actions">
          <button type="button" className="button" onClick={decline}>
            Keep on device
          </button>
          <button type="button" className="button primary" onClick={() => void hearth.actions.acceptOffer(scope)}>
            Send
          </button>
        </div>
      </div>
    </dialog>
  );
}

function whereNote({ reach, encrypted }: Destination): string {
  switch (reach) {
    case 'this-device':
      return 'This address is your own machine: the text stays on it, unless that server passes it on.';
    case 'local-network':
      return `This address is in your local network${encrypted ? '' : ', and the way there is not encrypted'}.`;
    case 'internet':
      return encrypted
        ? 'This address is on the internet: whoever runs it can read the text and may keep it.'
        : 'This address is on the internet and the way there is not encrypted: others on the way can read the text too.';
  }
}

function sizeNote({ messages, bytes }: BodySummary): string {
  const size = bytes < 1000 ? `${formatCount(bytes)} bytes` : `${formatBytes(bytes)} (${formatCount(bytes)} bytes)`;
  if (messages === null) return size;
  return `${messages === 1 ? '1 message' : `${formatCount(messages)} messages`}, ${size}`;
}
