// The JavaScript heaps of a page and of its workers, as the browser's own debugger tells them.

/** Used bytes of JavaScript objects and of the buffers that they own, all realms together. */
export class HeapWatch {
  #root;
  /** Paths of sessions, the page's own being the empty one: a worker's worker is asked through it. */
  #sessions = new Set(['']);
  #waiting = new Map();
  #nextId = 1;

  static async open(context, tab) {
    const watch = new HeapWatch();
    watch.#root = await context.newCDPSession(tab);
    watch.#root.on('Target.attachedToTarget', (event) => watch.#attached('', event));
    watch.#root.on('Target.receivedMessageFromTarget', (event) => watch.#received('', event));
    await watch.#ask('', 'Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    return watch;
  }

  /** @returns {Promise<{realms: number, bytes: number}>} */
  async sample() {
    const usages = await Promise.all(
      [...this.#sessions].map((path) => this.#ask(path, 'Runtime.getHeapUsage', {}).catch(() => null)),
    );
    const known = usages.filter((usage) => usage !== null);
    const bytes = known.reduce((sum, usage) => sum + usage.usedSize + (usage.backingStorageSize ?? 0), 0);
    return { realms: known.length, bytes };
  }

  #ask(path, method, params) {
    if (path === '') return this.#root.send(method, params);
    const id = this.#nextId;
    this.#nextId += 1;
    const [parent, sessionId] = split(path);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const message = JSON.stringify({ id, method, params });
      this.#ask(parent, 'Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
  }

  #attached(parent, { sessionId, targetInfo }) {
    if (targetInfo.type !== 'worker') return;
    const path = `${parent}/${sessionId}`;
    this.#sessions.add(path);
    void this.#ask(path, 'Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    }).catch(() => undefined);
  }

  #received(parent, { sessionId, message }) {
    const path = `${parent}/${sessionId}`;
    const { id, error, method, params, result } = JSON.parse(message);
    if (method === 'Target.attachedToTarget') this.#attached(path, params);
    if (method === 'Target.receivedMessageFromTarget') this.#received(path, params);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(error.message));
  }
}

function split(path) {
  const at = path.lastIndexOf('/');
  return [path.slice(0, at), path.slice(at + 1)];
}
