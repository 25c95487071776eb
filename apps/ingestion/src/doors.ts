/** What follows from the door that an event came through. */
import { type EventReceived } from '@tributary/contracts';

type Door = EventReceived['door'];

/** It tells of what somebody has recorded: its times stand, and an order may carry all its lines. */
export const isRecorded = (door: Door): boolean => door === 'file' || door === 'bridge';

/** Nobody acknowledges what is written onto the log itself: it is in our hands from there on. */
export const isAcknowledgedOnLog = (door: Door): boolean => door === 'kafka' || door === 'bridge';
