/** Tells of every page that the visitor sees. */
import { type Capture } from '../capture.ts';

export const capturePages: Capture = ({ life, page }) => {
  life.on('enter', () => {
    page();
  });
};
