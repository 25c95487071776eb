/** Guesses the kind of device; a hint for reports, never an identifier. */

/** No phone is 600 CSS pixels wide and hardly a tablet is narrower: Android draws its line there. */
const tabletWidth = 600;

/** `touch`: the main pointer is a finger. `shortSide`: of the screen. */
export function deviceType(touch: boolean, shortSide: number): 'mobile' | 'tablet' | 'desktop' {
  if (!touch) return 'desktop';
  return shortSide < tabletWidth ? 'mobile' : 'tablet';
}
