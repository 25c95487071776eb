export {
  type CaptureName,
  type ConsentControl,
  type ConsentState,
  type ConsentStatus,
  type Preferences,
  type Properties,
  type Tributary,
  type TributaryOptions,
} from './api.ts';
export { createTributary } from './create-tributary.ts';
export { rudderV1AnonymousId } from './migration/rudder-v1.ts';
