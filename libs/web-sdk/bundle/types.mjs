/** Writes the types of the module: the declarations of the files that its interface stands in. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const files = ['index', 'api', 'create-tributary', 'migration/rudder-v1'];

/** File name → text; the module's own is `index.d.ts`. */
export function makeTypes() {
  return files.map((file) => {
    const path = fileURLToPath(new URL(`../src/${file}.ts`, import.meta.url));
    const { outputText } = ts.transpileDeclaration(readFileSync(path, 'utf8'), {
      fileName: path,
      compilerOptions: { isolatedDeclarations: true, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    });
    return [`${file}.d.ts`, outputText.replaceAll(/(from '\.\/[^']+)\.ts'/g, "$1.js'")];
  });
}
