/** Makes the script of the script tag out of the sources: one file, as small as it gets. */
import { minify } from '@swc/core';
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const source = (file) => fileURLToPath(new URL(`../src/${file}`, import.meta.url));

/** What every browser has understood since 2022; no later syntax may stand in a regular expression either. */
const target = 'es2022';

/** 12 KB, as promised in the README: what a visitor downloads before anything is shown must not grow unnoticed. */
export const budget = 12 * 1024;

/**
 * Names of members that never leave the script: neither part of its interface or of an event, nor stored, nor the browser's.
 * Minifiers must leave members alone unless they are told; the tests in a browser run the script with the short names.
 */
const inner =
  'above accept acted actedAt activeTime adopted byAddress byForm captures cookies countedAt decide follow ' +
  'forget gate handOver initial isBasic lastAt leadsToResults leave life listen local mayObserveAds newId onDenied ' +
  'onDropped onGranted pass patience rage recent record resultsShown session settings shortSide stale ' +
  'startedAt stored sum tell touch view visible visitor whole worst';

export async function makeScript() {
  const { outputFiles } = await build({
    entryPoints: [source('start-script.ts')],
    bundle: true,
    minify: true,
    mangleProps: new RegExp(`^(?:${inner.replaceAll(' ', '|')})$`),
    format: 'iife',
    tsconfigRaw: {}, // else it begins with `use strict`, which modules and classes are anyway
    charset: 'utf8',
    target,
    write: false,
  });
  const { code } = await minify(outputFiles[0].text, {
    compress: {
      passes: 4,
      ecma: 2022,
      sequences: 0,
      collapse_vars: false,
      toplevel: true,
      unsafe_arrows: true,
      pure_getters: true,
      keep_fargs: false,
    },
    mangle: { toplevel: true },
    format: { comments: false },
    ecma: 2022,
    module: false,
  });
  return code;
}

/** The module, for those who do not bundle themselves. */
export async function makeModule() {
  const { outputFiles } = await build({
    entryPoints: [source('index.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    charset: 'utf8',
    target,
    write: false,
  });
  return outputFiles[0].text;
}

/** As servers send it. */
export const gzippedSize = (code) => gzipSync(code, { level: 9 }).length;
