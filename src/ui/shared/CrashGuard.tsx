import { Component } from 'react';
import type { ReactNode } from 'react';

interface CrashGuardProps {
  readonly renderFallback: (error: Error) => ReactNode;
  readonly children: ReactNode;
}

interface CrashGuardState {
  readonly error: Error | null;
}

/** Shows something else in place of a part that threw while rendering. React itself reports the error to the console. */
export class CrashGuard extends Component<CrashGuardProps, CrashGuardState> {
  override state: CrashGuardState = { error: null };

  static getDerivedStateFromError(error: unknown): CrashGuardState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : this.props.renderFallback(this.state.error);
  }
}
