/** Any text as a field name: MongoDB reads `.` as a path and refuses `$` in front and NUL anywhere. */
const reserved = /[%.$\0]/g;
const coded = /%(25|2E|24|00)/g;

export function fieldName(key: string): string {
  return key.replace(reserved, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

export function keyOfField(name: string): string {
  return name.includes('%') ? name.replace(coded, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : name;
}
