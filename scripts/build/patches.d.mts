import type { Plugin } from 'esbuild';

/** The esbuild plugin; of a bundle that holds some of the packages only, their names are given. */
export function patches(packages?: RegExp): Plugin;
