/** The shells that can be told how the command line is completed. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What each shell runs at its start: all of them ask `u1file __complete`, and none evaluates what is typed or answered. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# In ~/.bashrc: eval "$(u1file completion bash)"
_u1file() {
  mapfile -t COMPREPLY < <(u1file __complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  # Within quotes bash itself ends them.
  if [[ "\${COMP_WORDS[COMP_CWORD]}" == [\\"\\']* ]]; then compopt -o filenames; fi
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]]; then compopt -o nospace; fi
}
COMP_WORDBREAKS=\${COMP_WORDBREAKS//[:=]/}
complete -F _u1file u1file
`,
  zsh: `#compdef u1file
# In ~/.zshrc, after compinit: eval "$(u1file completion zsh)"
_u1file() {
  local -a found folders others
  found=("\${(@f)"$(u1file __complete zsh -- "\${(@Q)words[2,CURRENT - 1]}" "$QIPREFIX$PREFIX" 2>/dev/null)"}")
  # The folder stays as it is typed; what is answered goes on from there.
  compset -P '*/'
  folders=("\${(@M)found:#*/}")
  others=("\${(@)found:#(|*/)}")
  compadd -S '' -- "\${folders[@]}"
  compadd -- "\${others[@]}"
}
compdef _u1file u1file
`,
  fish: `# In ~/.config/fish/completions/u1file.fish, or: u1file completion fish | source
complete -c u1file -f -a '(u1file __complete fish -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
};

/** A word as the shell hands it over, which may be quoted, as the text that it means; nothing in it is expanded. */
export function unquoted(word: string): string {
  return word.replace(
    /\\(.)|'([^']*)'?|"((?:\\.|[^"\\])*)"?/gs,
    (whole, escaped?: string, single?: string, double?: string) =>
      escaped ?? single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? whole,
  );
}

/**
 * A word as bash takes it where the person has typed this much of it, and null where it cannot be said: bash leaves what it would run
 * within quotes as it is.
 */
export function quotedForBash(word: string, typed: string): string | null {
  if (/^["']/.test(typed)) return /["'`$\\!]/.test(word) ? null : word;
  const [home = ''] = /^~\//.exec(word) ?? [];
  return home + word.slice(home.length).replace(/[\s!"#$&'()*;<>?[\\\]^`{|}~]/g, '\\$&');
}
