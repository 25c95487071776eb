import { describe, expect, it } from '@jest/globals';
import { fetchSettings } from './join-group.ts';

describe('a member of a group', () => {
  const settings = { sessionTimeoutMs: 45_000, maxWaitMs: 200 };

  it('names its rack to the brokers, so that they may send it to a copy nearby', () => {
    expect(fetchSettings({ ...settings, rack: 'eu-west-1a' })).toMatchObject({ rackId: 'eu-west-1a' });
    expect(fetchSettings(settings)).not.toHaveProperty('rackId');
  });

  it('says often enough that it lives', () => {
    const { sessionTimeout, heartbeatInterval } = fetchSettings({ ...settings, sessionTimeoutMs: 6_000 });
    expect(sessionTimeout / heartbeatInterval).toBeGreaterThanOrEqual(3);
  });
});
