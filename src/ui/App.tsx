// First: it declares the order of the layers, which the styles of every other part rely on.
import './styles/index.css';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import type { Hearth } from '../app/hearth.ts';
import { ChatScreen } from './chat/ChatScreen.tsx';
import { Views } from './chat/Views.tsx';
import { CrashGuard } from './shared/CrashGuard.tsx';
import { HearthContext } from './shared/hearth-context.ts';
import { useTheme } from './shared/use-theme.ts';

/** The whole interface. Everything it shows is state, everything it can do is an action. */
export function App({ hearth }: { readonly hearth: Hearth }): ReactNode {
  return (
    <CrashGuard renderFallback={(error) => <Crashed error={error} />}>
      <HearthContext value={hearth}>
        <Themed>
          <ChatScreen />
          <Views />
        </Themed>
      </HearthContext>
    </CrashGuard>
  );
}

function Themed({ children }: { readonly children: ReactNode }): ReactNode {
  useTheme();
  return children;
}

function Crashed({ error }: { readonly error: Error }): ReactNode {
  useEffect(() => {
    document.title = 'Hearth stopped';
  }, []);
  return (
    <main className="crashed">
      <h1>Hearth stopped</h1>
      <p>Your chats are stored on this device and were not touched. Reload to go on.</p>
      <button type="button" className="button primary" onClick={() => window.location.reload()}>
        Reload
      </button>
      <details>
        <summary>Details</summary>
        <pre>{error.stack ?? error.message}</pre>
      </details>
    </main>
  );
}
