/** Stands for code-excerpt in Ink's picture of an error: a built program has no source to show. */
export default function codeExcerpt() {
  return undefined;
}
