import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { argument } from "@optique/core/primitives";
import { choice } from "@optique/core/valueparser";
import { defineCommand } from "../../cli/define_command.ts";

/** The script of each shell. It calls `e2e completions --words WORD…`; the last word is the one being typed. */
const SCRIPTS = {
  // Source: bash(1), Programmable Completion.
  bash: `_e2e() {
  mapfile -t COMPREPLY < <(e2e completions --words "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o filenames -F _e2e e2e
`,
  // Source: zshcompsys(1), zshcompwid(1).
  zsh: `#compdef e2e
_e2e() {
  local -a found
  found=("\${(@f)$(e2e completions --words "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -- "\${(@)found:#}"
}
if [ "\${funcstack[1]-}" = _e2e ]; then _e2e "$@"; else compdef _e2e e2e; fi
`,
  // Source: fish(1), complete.
  fish:
    `complete --command e2e --no-files --arguments '(e2e completions --words (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
} as const;

const missing = { endOfInput: message`No shell given: expected bash, zsh or fish` };
const parser = object({
  shell: argument(choice(["bash", "zsh", "fish"], { metavar: "SHELL" }), {
    description: message`bash, zsh or fish`,
    errors: missing,
  }),
}, { errors: missing });

const examples = ['eval "$(e2e completions bash)"', 'eval "$(e2e completions zsh)"', "e2e completions fish | source"];

/** `e2e completions`: prints the script that makes a shell complete commands, options, slugs, runs and hosts. */
export const completions = defineCommand({ name: "e2e completions", parser, examples }, (options, context) => {
  context.stdout(SCRIPTS[options.shell]);
});
