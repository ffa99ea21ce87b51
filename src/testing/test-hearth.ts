import { createHearth } from '../app/create-hearth.ts';
import type { Privacy, Redactor } from '../app/routing-control.ts';
import { createRouting } from '../app/routing-control.ts';
import { createModels } from '../app/models-control.ts';
import type { AppState } from '../app/state.ts';
import type { GenerateRequest } from '../core/generate-request.ts';
import type { ConversationId } from '../core/ids.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import { EMBER } from '../core/models/ember.ts';
import type { Settings } from '../core/settings.ts';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import type { Difficulty } from '../core/routing/difficulty.ts';
import type { DeviceProbe } from '../ports/device-probe.ts';
import type { Residency, ResidencyState } from '../ports/residency.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { MemoryDecisionLog } from './memory-decision-log.ts';
import { MemoryAirtight, MemoryEgressLedger } from './memory-egress.ts';
import { MemoryConversationStore } from './memory-conversation-store.ts';
import { ScriptedCloudClient } from './scripted-cloud-client.ts';
import type { Script, ScriptedEngineOptions } from './scripted-engine.ts';
import type { AppUpdateState } from '../ports/app-updates.ts';
import { ScriptedEngine } from './scripted-engine.ts';
import { MemoryModelKeeper, PHI, SCRIPTED_PROBE, ScriptedModelLibrary } from './scripted-models.ts';

/** Another tab, as this one sees it. */
class ScriptedResidency implements Residency {
  state: ResidencyState = 'held';
  readonly #listeners = new Set<(state: ResidencyState) => void>();

  acquire(): Promise<ResidencyState> {
    return Promise.resolve(this.state);
  }

  takeOver(): Promise<void> {
    this.state = 'held';
    return Promise.resolve();
  }

  subscribe(onChange: (state: ResidencyState) => void): () => void {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  }

  /** The other tab took the model, or closed. */
  change(state: ResidencyState): void {
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

class MemorySettingsStore implements SettingsStore {
  settings: Settings;
  openConversation: ConversationId | null = null;
  /** What another tab wrote; after `start`. */
  tellChange: (settings: Settings) => void = () => {};

  constructor(settings: Settings) {
    this.settings = settings;
  }

  read(): Settings {
    return this.settings;
  }

  write(settings: Settings): void {
    this.settings = settings;
  }

  subscribe(onChange: (settings: Settings) => void): () => void {
    this.tellChange = onChange;
    return () => {};
  }

  readOpenConversation(): ConversationId | null {
    return this.openConversation;
  }

  writeOpenConversation(id: ConversationId | null): void {
    this.openConversation = id;
  }

  clear(): void {
    this.settings = DEFAULT_SETTINGS;
    this.openConversation = null;
  }
}

export interface TestHearthOptions extends Omit<ScriptedEngineOptions, 'answer'> {
  readonly settings?: Partial<Settings>;
  readonly model?: ModelManifest;
  readonly conversations?: MemoryConversationStore;
  readonly openConversation?: ConversationId;
  readonly library?: ScriptedModelLibrary;
  readonly probe?: DeviceProbe;
  readonly keeper?: MemoryModelKeeper;
  readonly decisions?: MemoryDecisionLog;
  /** Distinguishes the ids made by several tabs on one disk. */
  readonly tab?: string;
}

/** The whole app on scripted adapters. What the model says is `script`, and can be changed between prompts. */
export class TestHearth {
  script: (request: GenerateRequest) => Script = () => ({ tokens: ['It ', 'stays ', 'home.'] });
  nowMs = 1000;
  /** What the service worker's registration says; after `start`. */
  tellUpdate: (update: AppUpdateState) => void = () => {};
  readonly cloud = new ScriptedCloudClient();
  readonly residency = new ScriptedResidency();
  readonly ledger = new MemoryEgressLedger();
  readonly airtight = new MemoryAirtight();
  readonly decisions: MemoryDecisionLog;
  isOnline = true;
  /** What the difficulty model says; null: there is none. */
  predict: ((prompt: string) => Difficulty) | null = null;
  privacy: Pick<Privacy, 'sensitiveKinds'> & Redactor = {
    sensitiveKinds: () => [],
    redact: (messages) => ({ messages, redactions: [] }),
    restored: (parts) => parts,
  };
  readonly calibrations = new Map<string, unknown>();
  readonly engine: ScriptedEngine;
  readonly conversations: MemoryConversationStore;
  readonly settings: MemorySettingsStore;
  readonly library: ScriptedModelLibrary;
  readonly keeper: MemoryModelKeeper;
  readonly hearth: ReturnType<typeof createHearth>;
  readonly #timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  #ids = 0;

  constructor({
    settings,
    model = EMBER,
    conversations,
    openConversation,
    library = new ScriptedModelLibrary(),
    probe = SCRIPTED_PROBE,
    keeper = new MemoryModelKeeper(),
    decisions = new MemoryDecisionLog(),
    tab = 'id',
    ...engine
  }: TestHearthOptions = {}) {
    this.engine = new ScriptedEngine({ ...engine, answer: (request) => this.script(request) });
    this.conversations = conversations ?? new MemoryConversationStore();
    this.settings = new MemorySettingsStore({ ...DEFAULT_SETTINGS, ...settings });
    this.settings.openConversation = openConversation ?? null;
    this.library = library;
    this.keeper = keeper;
    this.decisions = decisions;
    this.hearth = createHearth({
      engine: this.engine,
      cloud: this.cloud,
      conversations: this.conversations,
      settings: this.settings,
      storage: { read: () => Promise.resolve({ storageBytes: null, quotaBytes: null, jsHeapBytes: null }) },
      residency: this.residency,
      updates: {
        subscribe: (onChange) => {
          this.tellUpdate = onChange;
          return () => {};
        },
        apply: () => Promise.resolve(),
        keepOffline: () => Promise.resolve(),
      },
      model,
      openModels: (host) =>
        Promise.resolve(
          createModels(host, {
            library: () => Promise.resolve(library),
            probe: () => Promise.resolve(probe),
            catalog: () => Promise.resolve([PHI]),
            keeper,
          }),
        ),
      openEgress: () => Promise.resolve({ ledger: this.ledger, airtight: this.airtight }),
      openRouting: (host) =>
        Promise.resolve(
          createRouting(host, {
            log: decisions,
            difficulty: () => Promise.resolve(this.predict),
            privacy: {
              sensitiveKinds: (text) => this.privacy.sensitiveKinds(text),
              redactor: () => Promise.resolve(this.privacy),
            },
            calibrations: {
              read: (key) => Promise.resolve(this.calibrations.get(key) ?? null),
              write: (key, calibration) => Promise.resolve(void this.calibrations.set(key, calibration)),
              clear: () => Promise.resolve(this.calibrations.clear()),
            },
          }),
        ),
      isOnline: () => this.isOnline,
      now: () => this.nowMs,
      after: (delayMs, run) => {
        const timer = { dueMs: this.nowMs + delayMs, run };
        this.#timers.add(timer);
        return () => this.#timers.delete(timer);
      },
      newId: () => {
        this.#ids += 1;
        return `${tab}-${this.#ids}`;
      },
    });
  }

  get state(): AppState {
    return this.hearth.state.getState();
  }

  get actions() {
    return this.hearth.actions;
  }

  /** Resolves when the state is as asked; a test that waits for what never comes runs into its time limit. */
  until(isReached: (state: AppState) => boolean): Promise<void> {
    if (isReached(this.state)) return Promise.resolve();
    return new Promise((resolve) => {
      const unsubscribe = this.hearth.state.subscribe((state) => {
        if (!isReached(state)) return;
        unsubscribe();
        resolve();
      });
    });
  }

  untilIdle(): Promise<void> {
    return this.until(({ turn }) => turn.type === 'idle');
  }

  /** Moves the clock; what is due by then runs. */
  pass(ms: number): void {
    this.nowMs += ms;
    for (const timer of this.#timers) {
      if (timer.dueMs > this.nowMs) continue;
      this.#timers.delete(timer);
      timer.run();
    }
  }

  /** Lets everything that waits for nothing outside run to its end. */
  settle(): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve);
    });
  }

  /** Sends and waits for the end of the answer. */
  async ask(text: string): Promise<void> {
    await this.actions.send(text);
    await this.untilIdle();
  }
}
