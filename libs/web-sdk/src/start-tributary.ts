/** Puts the parts together: what happens on the page → events → queue → endpoint, through the gate of consent. */
import { type ConsentStatus, type Properties, type Tributary } from './api.ts';
import { startCaptures } from './captures/start-captures.ts';
import { type ConsentGate, consentGate } from './client/consent-gate.ts';
import { type CallType, type Draft, writeMessage } from './client/message.ts';
import { recorder } from './client/recorder.ts';
import { type Settings } from './client/settings.ts';
import { allowsAdvertising } from './consent/consent.ts';
import { Delivery } from './delivery/delivery.ts';
import { isObject } from './json/parse-json.ts';
import { type Listen, listenUntil } from './page/listen.ts';
import { deviceContext } from './page/page-context.ts';
import { PageLife } from './page/page-life.ts';
import { cookieStore, readCookies } from './storage/cookies.ts';
import { foreignLocal, localStore, type Store } from './storage/store.ts';
import { adoptableId } from './visitor/adopt-ids.ts';
import { newId } from './visitor/new-id.ts';
import { openVisitor, type Visitor } from './visitor/visitor.ts';

type RecordCall = (type: CallType, fields: Properties) => void;

export function startTributary(settings: Settings): Tributary {
  const end = new AbortController();
  const listen = listenUntil(end.signal, settings.warn);
  const life = new PageLife(listen);
  const store = localStore();
  const visitor = visitorOf(settings, store);
  const onDropped = (count: number): void => {
    record('track', { event: 'Events Dropped', properties: { count } });
  };
  const delivery = new Delivery({ ...settings, store, tab: newId(), onDropped });
  let isObserving = false;
  const observe = (): void => {
    if (!isObserving) startObserving({ settings, listen, life, gate, record, delivery });
    isObserving = true;
  };
  const forget = (before: ConsentStatus): void => {
    if (before === 'granted') delivery.clear(); // of somebody who never agreed nothing is there
    visitor.forget();
  };
  const gate = consentGate({ initial: settings.consent, store, onGranted: observe, onDenied: forget });
  const accept = (draft: Draft): void => {
    const parts = { visitor, consent: gate.state(), device: deviceContext(settings.deviceClass) };
    delivery.add({ id: draft.messageId, body: JSON.stringify(writeMessage(draft, parts)) });
  };
  const note = recorder(life, settings.warn);
  const record: RecordCall = (type, fields) => {
    const draft = end.signal.aborted ? undefined : note(type, fields);
    if (draft !== undefined)
      gate.pass(() => {
        accept(draft);
      });
  };
  if (gate.state().status !== 'denied') observe();
  listen(window, 'storage', (event) => {
    if (event instanceof StorageEvent && event.key === 'trb_consent') gate.follow(event.newValue);
  });
  return { ...calls(record), ...controls(visitor, gate, delivery, end) };
}

function visitorOf({ adoptIds, anonymousId }: Settings, local: Store): Visitor {
  const foreign = (): string | undefined => adoptableId({ cookies: readCookies(document.cookie), local: foreignLocal });
  return openVisitor({
    local,
    cookies: cookieStore(),
    adopted: () => anonymousId ?? (adoptIds ? foreign() : undefined),
    now: Date.now,
    newId,
  });
}

interface ObservingParts {
  readonly settings: Settings;
  readonly listen: Listen;
  readonly life: PageLife;
  readonly gate: ConsentGate;
  readonly record: RecordCall;
  readonly delivery: Delivery;
}

function startObserving({ settings, listen, life, gate, record, delivery }: ObservingParts): void {
  const { track, page } = calls(record);
  const mayObserveAds = (): boolean => allowsAdvertising(gate.state());
  startCaptures({ listen, life, track, page, mayObserveAds }, settings.captures);
  // After the captures, which have a last word to say.
  life.on('hide', () => void delivery.flush());
  life.on('go', () => {
    delivery.handOver();
  });
}

function calls(record: RecordCall): Pick<Tributary, 'track' | 'page' | 'identify' | 'group' | 'alias'> {
  return {
    track(event, properties = {}) {
      record('track', { event, properties });
    },
    page(name, properties = {}) {
      record('page', { name, properties });
    },
    identify(user: unknown, traits = {}) {
      record('identify', isObject(user) ? { traits: user } : { userId: String(user), traits });
    },
    group(groupId, traits = {}) {
      record('group', { groupId, traits });
    },
    alias(userId, previousId) {
      record('alias', { userId, previousId });
    },
  };
}

function controls(
  visitor: Visitor,
  gate: ConsentGate,
  delivery: Delivery,
  end: AbortController,
): Pick<Tributary, 'reset' | 'flush' | 'anonymousId' | 'stop' | 'consent'> {
  return {
    reset() {
      gate.pass(visitor.reset);
    },
    flush: () => delivery.flush(),
    anonymousId: () => (gate.state().status === 'granted' ? visitor.anonymousId() : undefined),
    stop() {
      end.abort();
      void delivery.flush();
    },
    consent: {
      set: gate.decide,
      grant() {
        gate.decide({ analytics: true, advertising: true });
      },
      deny() {
        gate.decide({ analytics: false, advertising: false });
      },
      state: gate.state,
    },
  };
}
