/** The house rules that a machine can check; each limit's purpose stands beside it. */
import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const services = ['ingestion', 'identity', 'segmentation', 'analytics', 'decisioning'];
const only = (sourceTag, onlyDependOnLibsWithTags) => ({ sourceTag, onlyDependOnLibsWithTags });

const pureDomain = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time is an argument.' },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: 'Time is an argument.' },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: 'Randomness is an argument.' },
  { selector: 'Decorator', message: 'Rules are plain functions.' },
];
const noCasts = {
  selector: 'TSAsExpression:not([typeAnnotation.typeName.name="const"])',
  message: 'No casts: decode at the boundary instead.',
};

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.nx/', '.cache/', 'data/', 'reports/', 'docs/reference/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { '@nx': nx, 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/extensions': ['.ts'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [
        createTypeScriptImportResolver({ conditionNames: ['@tributary/source', 'types', 'import', 'default'] }),
      ],
    },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: false }], // a file is read in one sitting
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }], // fits a screen
      'max-params': ['error', 4],
      'import-x/no-cycle': 'error',
      'no-restricted-syntax': ['error', noCasts],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // Nest option bags
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            only('type:contracts', ['type:contracts']),
            only('type:domain', ['type:domain', 'type:contracts']),
            only('type:browser', ['type:testing']), // what runs in pages takes nothing of the product with it but tests
            only('type:platform', ['type:platform', 'type:contracts']),
            only('type:files', ['type:files', 'type:platform', 'type:domain', 'type:contracts']),
            only('type:testing', ['type:testing', 'type:platform', 'type:domain', 'type:contracts']),
            // Only the composition of all services may import them; no other app is importable.
            only('type:app', [
              'type:app',
              'type:domain',
              'type:files',
              'type:platform',
              'type:contracts',
              'type:testing',
            ]),
            ...services.map((name) => only(`scope:${name}`, [`scope:${name}`, 'scope:shared'])),
            only('scope:cli', ['scope:cli', 'scope:shared']),
            only('scope:bench', ['scope:bench', 'scope:ingestion', 'scope:identity', 'scope:shared']),
            only('scope:shared', ['scope:shared']),
          ],
        },
      ],
    },
  },
  {
    files: ['libs/domain/**/*.ts', 'libs/contracts/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'crypto', 'console'],
      ],
      'no-restricted-imports': ['error', { patterns: [{ regex: '^node:', message: 'The domain knows no machine.' }] }],
      'no-restricted-syntax': ['error', noCasts, ...pureDomain],
    },
  },
  {
    files: ['**/*.spec.ts', 'libs/testing/**/*.ts', 'apps/*/src/e2e/**/*.ts', 'apps/*/src/testing/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': 'off', // a describe block is a chapter, not a function
      '@typescript-eslint/no-unsafe-assignment': 'off', // answers of the system under test are looked at as they come
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'max-params': 'off', // rows of a table
      'no-restricted-syntax': 'off',
    },
  },
  prettier,
);
