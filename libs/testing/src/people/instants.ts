/** Milliseconds as RFC 3339 text; days repeat among a million records, so each is written once. */
const day = 86_400_000;
const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const three = Array.from({ length: 1_000 }, (_, number) => String(number).padStart(3, '0'));

export class Instants {
  readonly #days = new Map<number, string>();

  write(at: number): string {
    const whole = Math.floor(at / day);
    const rest = at - whole * day;
    const minutes = Math.floor(rest / 60_000);
    const seconds = Math.floor(rest / 1_000) % 60;
    const clock = `${two[Math.floor(minutes / 60)] ?? ''}:${two[minutes % 60] ?? ''}:${two[seconds] ?? ''}`;
    return `${this.#date(whole)}T${clock}.${three[rest % 1_000] ?? ''}Z`;
  }

  #date(whole: number): string {
    const known = this.#days.get(whole);
    if (known !== undefined) return known;
    const text = new Date(whole * day).toISOString().slice(0, 10);
    this.#days.set(whole, text);
    return text;
  }
}
