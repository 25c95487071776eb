/** Options → settings with every default in place; what is wrong is said at once, by the name of the option. */
import { type CaptureName, type ConsentStatus, type TributaryOptions } from '../api.ts';
import { type Endpoint } from '../delivery/post.ts';
import { isObject, isString } from '../json/parse-json.ts';

export interface Settings {
  readonly endpoint: Endpoint;
  readonly consent: ConsentStatus;
  readonly deviceClass: unknown;
  readonly adoptIds: boolean;
  readonly anonymousId: string | undefined;
  readonly flushInterval: number;
  readonly maxQueued: number;
  readonly warn: (message: string) => void;
  readonly captures: (name: CaptureName) => boolean;
}

/** Options as they come: of a program without types, or of the attributes of a tag, where everything is text. */
export type Given = Readonly<Partial<Record<Exclude<keyof TributaryOptions, 'warn'>, unknown>>> & {
  readonly warn?: TributaryOptions['warn'] | undefined;
};

export function readOptions(given: Given): Settings {
  const { writeKey, endpoint, consent = 'granted', autoCapture, anonymousId } = given;
  if (!isString(writeKey) || writeKey.trim() === '') throw new Error('writeKey is missing.');
  if (!isString(endpoint) || !/^https?:\/\/./.test(endpoint)) {
    throw new Error('endpoint is no address.');
  }
  const { warn = console.warn } = given;
  return {
    endpoint: { url: `${endpoint.replace(/\/+$/, '')}/v1/batch`, writeKey, isBasic: given.authorization === 'basic' },
    consent: consent === 'granted' || consent === 'denied' ? consent : 'pending', // misspelt is no agreement
    deviceClass: given.deviceClass,
    adoptIds: isOn(given.adoptIds),
    anonymousId: isString(anonymousId) ? anonymousId : undefined,
    flushInterval: Number(given.flushInterval ?? 3_000),
    maxQueued: Number(given.maxQueued ?? 1_000),
    warn(message) {
      warn(`Tributary: ${message}`);
    },
    captures: (name) => isOn(isObject(autoCapture) ? autoCapture[name] : autoCapture),
  };
}

const isOn = (given: unknown): boolean => given !== false && given !== 'false';
