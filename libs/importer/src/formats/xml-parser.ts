// cspell:ignore opentag
/** An XML parser that reads elements only: a DTD, which can name other files and multiply itself, ends the reading. */
import { SaxesParser } from 'saxes';
import { ImportError } from '../import-error.ts';
import { longestRecord } from '../limits.ts';

export interface XmlTag {
  /** Without the prefix of its namespace. */
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Of the file, from 1. */
  readonly line: number;
  /** Characters from the beginning of the file. */
  readonly position: number;
}

export interface XmlHandler {
  open(tag: XmlTag): void;
  text(text: string, position: number): void;
  close(): void;
}

/** Deeper than any document; an attack by depth would fill the memory with what is open. */
const deepest = 10_000;
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

export class XmlParser {
  readonly #parser = new SaxesParser<{ readonly xmlns: false }>({ xmlns: false });
  #depth = 0;
  #lastSeen = 0;
  /** An element that the parser takes for closed, just before it may say that another tag should have closed it. */
  #isClosing = false;

  constructor(private readonly handler: XmlHandler) {
    const parser = this.#parser;
    parser.on('opentag', ({ name, attributes }) => {
      this.#settle();
      this.#depth += 1;
      if (this.#depth > deepest) throw invalid(parser.line, `it is nested deeper than ${deepest} levels`);
      this.#lastSeen = parser.position;
      handler.open({ name: localName(name), attributes: ownAttributes(attributes), ...parserPlace(parser) });
    });
    const onText = (text: string): void => {
      this.#settle();
      this.#lastSeen = parser.position;
      handler.text(text, parser.position);
    };
    parser.on('text', onText);
    parser.on('cdata', onText);
    parser.on('closetag', () => {
      this.#settle();
      this.#depth -= 1;
      this.#lastSeen = parser.position;
      this.#isClosing = true;
    });
    parser.on('doctype', () => {
      throw new ImportError(`The XML has a DOCTYPE, in line ${parser.line}.`, 'XML_DTD');
    });
    parser.on('error', ({ message }) => {
      throw this.#errorOf(message);
    });
  }

  push(chunk: string): void {
    this.#parser.write(chunk);
    this.#settle();
    // What has begun and not ended is held by the parser.
    if (this.#parser.position - this.#lastSeen <= longestRecord) return;
    throw invalid(this.#parser.line, `a text or a tag has more than ${longestRecord} characters`);
  }

  end(): void {
    if (this.#depth > 0) throw this.#errorOf('unclosed tag');
    this.#parser.close();
  }

  #settle(): void {
    if (this.#isClosing) this.handler.close();
    this.#isClosing = false;
  }

  #errorOf(message: string): ImportError {
    const { line } = this.#parser;
    if (message.includes('unclosed tag')) {
      return new ImportError(`The XML ends in the middle, in line ${line}.`, 'TRUNCATED');
    }
    const what = message.replace(/^\d+:\d+:\s*/, '').replace(/\.$/, '');
    if (what.includes('undefined entity')) {
      return new ImportError(`The XML uses an entity that XML itself does not define, in line ${line}.`, 'XML_DTD');
    }
    return invalid(line, what);
  }
}

const invalid = (line: number, what: string): ImportError =>
  new ImportError(`The XML is broken in line ${line}: ${what}.`, 'INVALID_XML');

const parserPlace = ({ line, position }: { readonly line: number; readonly position: number }) => ({ line, position });

/** Declarations of namespaces say nothing of the record. */
const ownAttributes = (attributes: Readonly<Record<string, string>>): XmlTag['attributes'] =>
  Object.entries(attributes)
    .filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    .map(([name, value]) => [`@${localName(name)}`, value] as const);
