/** What a shell, or a program that starts others, said about a command that it could not run. */
export interface ShellWords {
  /** The command or file as it was named; a carriage return in it is one. Empty for an error without a name. */
  readonly name: string;
  /** The script with the command, as the shell named it, and the number of its line. */
  readonly at?: { readonly file: string; readonly line: number } | undefined;
  /** The reason in the shell's words. */
  readonly why: string;
  /** Output of the command itself before that. */
  readonly before: readonly string[];
  /** Other commands that could not be run before. */
  readonly others: readonly string[];
  /** The first command that npm or yarn printed. */
  readonly echo?: string | undefined;
  /** The recipe that make names. */
  readonly make?: { readonly file: string; readonly line: number } | undefined;
  /** Nothing but words of make or npm about it came after. */
  readonly isLast: boolean;
}

const MISSING = "(?:command )?not found|[Nn]o such file(?: or directory)?|cannot execute: required file not found";
const REFUSED =
  "[Pp]ermission denied|[Ii]s a directory|[Ee]xec format error|cannot execute[^:]*(?:: Exec format error)?";
const pattern = (text: string) => new RegExp(`^${text}$`, "su");

/**
 * The lines, as the programs write them. Source: dash 0.5.12, bash 5.1 and 5.2, busybox 1.35, zsh 5.9, fish 3, GNU coreutils and
 * findutils, glibc, musl, runc, CPython, uv, bundler, Cargo, yarn, pnpm, npm, Deno, Node.js, PHP, Java, Ruby, Perl, GNU make.
 */
const PATTERNS: readonly RegExp[] = [
  // FILE: 3: NAME: not found; FILE: line 3: NAME: command not found; with the interpreter that bash 5.1 names
  pattern(
    `(?<file>.+?): (?:(?:exec|\\.): )?(?:line )?(?<line>\\d+): (?:exec: |\\.: (?:cannot open )?)?(?<name>.+?)(?:: (?<interpreter>[^:]+): bad interpreter)?: (?<why>${MISSING}|${REFUSED})`,
  ),
  pattern(`(?<file>.+?):(?<line>\\d+): (?<why>${MISSING}|${REFUSED}): (?<name>.+)`),
  pattern(`(?<file>.+?):(?<line>\\d+): (?<name>.+): bad interpreter: (?<interpreter>[^:]+): (?<why>${MISSING})`),
  // a carriage return in an option or an argument, without one of these reasons
  pattern(`(?<file>.+?): (?:\\w+: )?(?:line )?(?<line>\\d+): (?<name>.*(?:\\r|\\^M|\\\\r).*)(?<why>)`),
  // what only a carriage return that is not shown may explain: no name
  pattern(
    `(?<file>\\S+): (?:line )?(?<line>\\d+): (?<name>)(?<why>[Ss]yntax error.*|(?:\\w+: )?Illegal (?:option|number).*)`,
  ),
  // without a line: sh -c, and a script that cannot be opened
  pattern(
    `(?:\\S*/)?(?:[bd]?ash|ksh|mksh|zsh|sh|make(?:\\[\\d+\\])?): (?:0: )?(?<name>.+?)(?:: (?<interpreter>[^:]+): bad interpreter)?: (?<why>${MISSING}|${REFUSED})`,
  ),
  pattern("fish: Unknown command: (?<name>.+)(?<why>)"),
  pattern(
    `(?:\\S*/)?(?:env|timeout|nohup|nice|setsid|stdbuf|sudo|time|xargs): (?:can't execute |failed to (?:run command|execute) )?(?<name>.+): (?<why>${MISSING}|${REFUSED})`,
  ),
  pattern("(?<name>.+): error while loading shared libraries: (?<why>.+?): .*"),
  pattern("Error loading shared library (?<why>.+?): .*needed by (?<name>.+)\\)"),
  pattern(
    '.*exec: "(?<name>.+?)": (?<why>executable file not found in \\$PATH|.*no such file or directory|.*permission denied).*',
  ),
  // programs that choose the version of a program
  pattern("\\w+env: (?<name>[^:]+): (?<why>command not found)"),
  pattern("(?:unknown command:|No version is set for command) (?<name>[\\w./+-]*\\w)\\b.*(?<why>)"),
  pattern("(?:\\S*/)?python[\\d.]*: (?<why>No module named) (?<name>\\S+?);?(?: .*)?"),
  pattern("(?:\\S*/)?python[\\d.]*: can't open file (?<name>.+): \\[Errno \\d+\\] (?<why>.+)"),
  // programs that run a program, a script or a file of the repository
  pattern(
    "(?:(?:bundler: )?[Cc]ommand not found|error: Failed to spawn|error: no such command|Could not open input file|Error: Unable to access jarfile|error: Module not found|Error: Cannot find module):? [`'\"]?(?<name>[^`'\"]+)[`'\"]?\\.?(?<why>)",
  ),
  pattern('.*\\bCommand "(?<name>.+)" (?<why>not found)\\.?'),
  pattern("ruby: (?<why>No such file or directory) -- (?<name>\\S+) \\(LoadError\\)"),
  pattern(`Can't open perl script "(?<name>.+)": (?<why>.+)`),
  pattern('npm (?:error|ERR!) Missing (?<why>script): "(?<name>.+)"'),
  pattern("g?make(?:\\[\\d+\\])?: \\*\\*\\* No rule to make (?<why>target) '(?<name>[^']+)'.*"),
];

/** The same of bash in other languages, by their form. They are read only after exit codes 126 and 127. */
const TRANSLATED: readonly RegExp[] = [
  pattern(
    "(?<file>[^\\s:：][^:：]*)[:：] ?(?:\\p{L}+ ?(?<line>\\d+)|\\p{L}+ ?(?<line>\\d+) ?\\p{L}+) ?[:：] ?(?<name>[\\w./+-]+) ?[:：] ?(?<why>[^:：]*\\p{L}[^:：]*)",
  ),
  pattern("(?:\\S*/)?(?:ba|z|k)?sh: (?<name>[\\w./+-]+) ?: (?<why>[^:]*\\p{L}[^:]*)"),
];

/** How many of the last lines are read, and how long a line may be: the patterns take long for long ones. */
const LINES = 40, MAX_LINE = 2_000;

/** Lines that are no output of tests: npm, yarn and `set -x` repeat a command, bash explains an option. */
const TRACE = /^(>|\+|\$|yarn run|npm|set: usage:) /;

/** Lines that follow: of programs that pass an exit code on, and what uv and Node.js add. */
const PASSED_ON = new RegExp(
  "^(g?make(\\[\\d+\\])?: \\*\\*\\*|npm (error|ERR!)|error: Recipe|error Command failed|info Visit|\\s*ELIFECYCLE|" +
    "  Caused by:|\\s+at |Require stack:|- |\\s*(code|requireStack):|\\}|Node\\.js v)",
);

/**
 * Finds the last line about a command that could not be run, in the output of the tests; `isCode`: they ended with an
 * exit code that says so. Undefined when there is none.
 */
export function shellWords(output: string, isCode = false): ShellWords | undefined {
  const patterns = isCode ? [...PATTERNS, ...TRANSLATED] : PATTERNS;
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const found = lines.map((line, index) =>
    index < lines.length - LINES || line.length > MAX_LINE ? undefined : readLine(line, patterns)
  );
  const last = found.findLastIndex((each) => each !== undefined), words = found[last];
  if (words === undefined) return undefined;
  const isEcho = (line: string) => TRACE.test(line) || (words.name !== "" && line.startsWith(words.name));
  const recipe = /^g?make: \*\*\* \[([^:\n]+):(\d+): [^\n]*$/m.exec(output);
  return {
    ...words,
    before: lines.filter((line, index) => index < last && found[index] === undefined && !isEcho(line)),
    others: found.slice(0, last).flatMap((each) => each?.name ?? []),
    echo: lines.map((line) => /^[>$] (?!\S+@\S* )(.+)/.exec(`${line} `)?.[1]).find((each) => each !== undefined),
    make: recipe === null ? undefined : { file: recipe[1] ?? "", line: Number(recipe[2]) },
    isLast: lines.slice(last + 1).every((line) => PASSED_ON.test(line)),
  };
}

function readLine(
  line: string,
  patterns: readonly RegExp[],
): Pick<ShellWords, "name" | "at" | "why"> | undefined {
  for (const pattern of patterns) {
    const { name, file, line: number, why = "", interpreter } = pattern.exec(line)?.groups ?? {};
    if (name === undefined) continue;
    const script = file?.replace(/:? ?(source|\.)$|: \w+$/, "");
    const at = script === undefined || IS_SHELL.test(script) ? undefined : { file: script, line: Number(number) };
    return { name: clean(name), at, why: interpreter === undefined ? why : `bad interpreter: ${clean(interpreter)}` };
  }
  return undefined;
}

/** A shell names itself where it runs no script. */
const IS_SHELL = /^(\S*\/)?-?\w*sh$/;

/** Removes quotes, and turns the ways in which programs show a carriage return into one. */
function clean(name: string): string {
  return name.replace(/^(cannot|can't) open /i, "").replaceAll(/\\r|\^M/g, "\r").replace(
    /^\$?[‘'"`](.*)[’'"`]$/s,
    "$1",
  );
}
