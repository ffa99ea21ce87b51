/** What a model was made to say right after it was loaded, and how that compares. */
export interface SelfTest {
  /**
   * `pinned`: compared with an answer that came with the model. `learnt`: with its own at the first good load.
   * `first-load`: nothing to compare with yet; only its sanity was judged, and the answer kept where there is a place.
   */
  readonly basis: 'pinned' | 'learnt' | 'first-load';
  readonly tokens: number;
  /** Share of the known tokens that the model would say again, 0 to 1; null on a first load. */
  readonly agreement: number | null;
  /** Mean uncertainty about the next token, 0 (none) to 1 (any token is as likely as another). */
  readonly entropy: number;
  /** Share of characters that can be read. */
  readonly printable: number;
  /** Tokens the model was given; less than its manifest says after a failed first try. */
  readonly contextWindow: number;
  /** The first load failed the test; this is the second, smaller one. */
  readonly isSecondTry: boolean;
}

/** One token of the run. */
export interface SelfTestStep {
  readonly id: number;
  /** How much likelier the likeliest token was, in nats: 0 for the likeliest itself; NaN where logits are no numbers. */
  readonly gap: number;
  /** Of the whole distribution, as a share of the most it could be. */
  readonly entropy: number;
}

/** Rounding differs between devices and drivers: a token this close to the likeliest one counts as said. */
const MAX_GAP_NATS = 0.5;
const MIN_AGREEMENT = 0.75;
/** Noise is near 1; the most open questions leave a trained model far below. */
const MAX_ENTROPY = 0.9;
const MIN_PRINTABLE = 0.5;
/** So many times the same token and nothing else is no answer. */
const MAX_SAME = 8;

type Findings = Pick<SelfTest, 'tokens' | 'agreement' | 'entropy' | 'printable'>;

/** `isKnown`: the tokens were given to the model and are compared, instead of chosen by it. */
export function findingsOf(steps: readonly SelfTestStep[], text: string, isKnown: boolean): Findings {
  const agreeing = steps.filter(({ gap }) => gap <= MAX_GAP_NATS).length;
  const entropy = steps.reduce((sum, step) => sum + step.entropy, 0) / Math.max(1, steps.length);
  return {
    tokens: steps.length,
    agreement: isKnown ? agreeing / Math.max(1, steps.length) : null,
    entropy,
    printable: printableShare(text),
  };
}

/** Null when the model works; else what is wrong, for the details of an error. */
export function faultOf(steps: readonly SelfTestStep[], findings: Findings): string | null {
  const { agreement, entropy, printable, tokens } = findings;
  if (steps.some(({ gap }) => !Number.isFinite(gap))) return 'it computes no numbers';
  if (entropy > MAX_ENTROPY) return `any token is as likely as another (${percent(entropy)})`;
  if (agreement !== null) {
    return agreement < MIN_AGREEMENT ? `${percent(agreement)} of a known answer of ${tokens} tokens` : null;
  }
  if (printable < MIN_PRINTABLE) return `${percent(printable)} of its text can be read`;
  if (tokens >= MAX_SAME && new Set(steps.map(({ id }) => id)).size === 1) return `one token ${tokens} times`;
  return null;
}

/** 1 for an empty text: nothing in it is garbled. */
function printableShare(text: string): number {
  const characters = Array.from(text);
  if (characters.length === 0) return 1;
  // Controls other than white space, unassigned and private code points, and what stands for broken bytes.
  const garbled = characters.filter((character) => /[\p{Cn}\p{Co}\u{FFFD}]|(?!\s)\p{Cc}/u.test(character));
  return 1 - garbled.length / characters.length;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
