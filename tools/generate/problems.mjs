/**
 * Every problem that a request may be answered with, read from the code itself: whatever is written as an object with a status, a code, a detail
 * and a fix. A code whose type is not closed is an error, so that the reference names all of them.
 */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const inside = (fileName) => fileName.slice(root.length);
const isService = (fileName) =>
  /^(apps|libs\/platform)\/.*\.ts$/.test(inside(fileName)) &&
  !/\/(node_modules|dist|testing)\/|\.spec\.ts$|\.d\.ts$/.test(inside(fileName));

/** `{ file, status, code, fix }`, one for each way in which a code is answered; a fix that only the moment tells is absent. */
export function problemsInCode() {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(fileNames.filter(isService), options);
  const reader = new ProblemReader(program.getTypeChecker());
  const files = program.getSourceFiles().filter(({ fileName }) => isService(fileName));
  return files.flatMap((file) =>
    objectsIn(file).flatMap((object) =>
      reader.problemsOf(object).map((problem) => ({ file: inside(file.fileName), ...problem })),
    ),
  );
}

/** Those that say a status: without one of their own they are copies. */
function objectsIn(node) {
  const found = ts.isObjectLiteralExpression(node) && /\bstatus\b/.test(node.getText()) ? [node] : [];
  ts.forEachChild(node, (child) => void found.push(...objectsIn(child)));
  return found;
}

class ProblemReader {
  constructor(checker) {
    this.checker = checker;
  }

  problemsOf(object) {
    if (!this.#isProblem(this.checker.getTypeAtLocation(object))) return [];
    const code = this.#givenIn(object, 'code');
    if (code === undefined) return []; // a copy of one that is told where it is written
    const codes = closed(code.type);
    if (codes === undefined) {
      throw new Error(`${object.getSourceFile().fileName}: the type of a code has to be closed: ${object.getText()}`);
    }
    const [status, fix] = [this.#givenIn(object, 'status'), this.#givenIn(object, 'fix')];
    const statuses = (status && closed(status.type)) ?? ['4xx'];
    const fixes = (fix && this.#wordsOf(fix)) ?? [undefined];
    return codes.flatMap((one) =>
      statuses.flatMap((of) => fixes.map((words) => ({ status: of, code: one, fix: words }))),
    );
  }

  #isProblem(type) {
    const [code, ...others] = ['code', 'status', 'detail', 'fix'].map((name) => type.getProperty(name));
    if (code === undefined || others.includes(undefined)) return false;
    return this.checker.isTypeAssignableTo(this.checker.getTypeOfSymbol(code), this.checker.getStringType());
  }

  /** What gives the member its value, with the type of that; of a spread there is only the type. */
  #givenIn(object, name) {
    for (const member of object.properties.toReversed()) {
      const given = ts.isSpreadAssignment(member)
        ? this.#givenBySpread(member.expression, name)
        : this.#givenBy(member, name);
      if (given !== undefined) return given;
    }
    return undefined;
  }

  #givenBy(member, name) {
    if (member.name?.getText() !== name) return undefined;
    if (ts.isPropertyAssignment(member)) return this.#valueOf(member.initializer);
    const symbol = this.checker.getShorthandAssignmentValueSymbol(member);
    return { type: this.checker.getTypeOfSymbolAtLocation(symbol, member.name) };
  }

  #givenBySpread(expression, name) {
    if (ts.isObjectLiteralExpression(expression)) return this.#givenIn(expression, name);
    const type = this.checker.getTypeAtLocation(expression);
    const symbol = this.#isProblem(type) ? undefined : type.getProperty(name);
    return symbol && { type: this.checker.getTypeOfSymbolAtLocation(symbol, expression) };
  }

  #valueOf = (node) => ({ node, type: this.checker.getTypeAtLocation(node) });

  /** What it may say, with `…` for what only the moment tells; undefined where that is all of it. */
  #wordsOf({ node, type }) {
    const known = closed(type);
    if (known !== undefined || node === undefined) return known;
    if (ts.isConditionalExpression(node)) {
      const branches = [node.whenTrue, node.whenFalse].map((branch) => this.#wordsOf(this.#valueOf(branch)));
      return branches.includes(undefined) ? undefined : branches.flat();
    }
    if (!ts.isTemplateExpression(node)) return undefined;
    const spans = node.templateSpans.map(({ expression, literal }) => {
      const [only, ...more] = this.#wordsOf(this.#valueOf(expression)) ?? [];
      return (more.length > 0 ? '…' : (only ?? '…')) + literal.text;
    });
    return [node.head.text + spans.join('')];
  }
}

/** All values of the type, as texts; undefined where there is no end of them. */
function closed(type) {
  const types = type.isUnion() ? type.types : [type];
  return types.every((one) => one.isLiteral()) ? types.map(({ value }) => String(value)) : undefined;
}
