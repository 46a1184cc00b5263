import { onHost } from "../../host/on_host.ts";
import { quote } from "../../host/quote.ts";
import { type FileFacts, firstLineOf, MARK, programFor } from "./file_facts.ts";
import type { ShellWords } from "./shell_words.ts";

/** What {@link notRunCause} knows besides the words of the shell. */
interface NotRunFacts {
  readonly host: string;
  /** The test command. */
  readonly command: string;
  /** The files that the words and the test command name, as they are on the host. */
  readonly files: ReadonlyMap<string, FileFacts>;
  /** Returns why a file of this machine was not sent; undefined when it does not exist here either. */
  readonly whyNotSent: (file: string) => string | undefined;
}

/** Why a command could not be run, and what to do. */
interface Cause {
  readonly what: string;
  readonly hint: string;
}

/** Returns a host as it is called in a sentence. */
const placeName = (host: string) => host === "local" ? "this machine" : host;
/** Why the tests, or a command of theirs, could not be run. */
export interface NotRun extends Cause {
  /** `no-tests`: nothing was run before; `failed`: something was, which may be tests; `infra`: the network is the reason. */
  readonly outcome: "no-tests" | "failed" | "infra";
}

/** Commands of bash that sh lacks. Source: bash(1), dash(1). */
const BASH_ONLY =
  /^(source|\[\[|\(\(|function|declare|typeset|let|shopt|pushd|popd|dirs|mapfile|readarray|select|enable|builtin|caller|complete|disown|history|logout|suspend)$/;

type Rule = (words: ShellWords, facts: NotRunFacts) => Cause | undefined;

/** Returns why a command could not be run. The first rule that knows it decides. Undefined for an error that names no command. */
export function notRunCause(words: ShellWords, facts: NotRunFacts): Cause | undefined {
  for (const rule of RULES) {
    const cause = rule(words, facts);
    if (cause !== undefined) return cause;
  }
  const { name, at } = words, isFile = ["plain", "executable"].includes(facts.files.get(name)?.kind ?? "");
  if (name === "") return undefined;
  return {
    what: `"${name}" was not found${placeOf(at)}`,
    hint: isFile
      ? `write ./${name}: a name without "/" is looked up in PATH only`
      : `install it on ${placeName(facts.host)} where a login shell finds it, or edit ${caller(at)}`,
  };
}

const windowsLines: Rule = ({ name, at, why }, { files }) => {
  const isReturn = `${name}${why}`.includes("\r");
  const file = [name, at?.file ?? "", ...isReturn ? files.keys() : []].find((each) =>
    returnLine(files.get(each)) !== ""
  );
  if (file === undefined && !isReturn) return undefined;
  const line = file === undefined ? name : returnLine(files.get(file));
  const shown = line.trim() === ""
    ? ""
    : `: ${line.startsWith("#!") ? "its first line is " : ""}"${line.replaceAll("\r", "\\r")}"`;
  return {
    what: `${file ?? at?.file ?? "a script"} has Windows line endings (CRLF)${shown}`,
    hint: `sed -i 's/\\r$//' ${
      file === undefined ? "FILE" : quote(file)
    }; "*.sh text eol=lf" in .gitattributes prevents it`,
  };
};

/** Returns the first line with a carriage return at its end, if possible one with text; empty if there is none. */
function returnLine(facts: FileFacts | undefined): string {
  const lines = (facts?.start ?? "").split("\n").slice(0, -1).filter((line) => line.endsWith("\r"));
  return lines.find((line) => line.trim() !== "") ?? lines[0] ?? "";
}

const byteOrderMark: Rule = ({ name, at }, { files }) => {
  const file = name.startsWith("\ufeff") ? at?.file : name;
  if (file === undefined || !files.get(file)?.start.startsWith(MARK)) return undefined;
  return {
    what: `${file} begins with a byte order mark, so its first line is not read as "#!…"`,
    hint: `sed -i '1s/^\\xEF\\xBB\\xBF//' ${quote(file)}`,
  };
};

const bashOnly: Rule = ({ name, at }) => {
  if (!BASH_ONLY.test(name)) return undefined;
  const isTestCommand = at === undefined || at.file === "test_command";
  const bash = isTestCommand ? "test_command: bash -c '…'" : `bash ${quote(at.file)}`;
  const dot = name === "source" ? 'write "." instead of "source", or ' : "";
  return {
    what: `"${name}" is a command of bash, and sh does not have it${placeOf(at)}`,
    hint: `${dot}use bash: ${bash}`,
  };
};

const library: Rule = ({ name, why }, { host }) =>
  /\.so(\.|$)/.test(why)
    ? {
      what: `${name} needs the shared library ${why}`,
      hint: `install the library on ${placeName(host)}, or rebuild the program there`,
    }
    : undefined;

const inContainer: Rule = (words, { command, files }) => {
  const { name, at, why } = words;
  if (!/in \$PATH|^.+no such file/.test(why) && !ranInContainer(words, command, files)) return undefined;
  const module = why === "No module named", isThere = /denied|directory$|format|cannot execute/i.test(why);
  const what = module
    ? `Python has no module "${name}"`
    : isThere && !/no such file/i.test(why)
    ? `"${name}" cannot be executed (${why})`
    : `"${name}" was not found`;
  return { what: `${what} in the container${placeOf(at)}`, hint: "add it to the image, or edit test_command" };
};

/** A command that runs another one in a container. */
const IN_CONTAINER = /\b(docker|podman)(-compose)?\s[^;&|\n]*\b(exec|run)\s(?:"[^"]*"|'[^']*'|[^;&|\n"'])*/g;

/** Whether words are those of a program in a container: it is named there, or the words name a script that the host lacks. */
function ranInContainer({ name, at }: ShellWords, command: string, files: NotRunFacts["files"]): boolean {
  const isHere = (file: string) => ["plain", "executable"].includes(files.get(file)?.kind ?? "");
  if (/^(docker|podman)/.test(name) || at?.file === "test_command" || (at !== undefined && isHere(at.file))) {
    return false;
  }
  const texts = [command, ...[...files.values()].map(({ start }) => start)];
  const lines = texts.flatMap((text) => text.replaceAll("\\\n", " ").match(IN_CONTAINER) ?? []);
  return lines.some((line) => at !== undefined || line.includes(name)) || lines.includes(command.trim());
}

const pythonModule: Rule = ({ name, why }, { host }) =>
  why === "No module named"
    ? {
      what: `Python has no module "${name}"`,
      hint: `install it on ${placeName(host)} for this Python, or edit test_command`,
    }
    : undefined;

const noScript: Rule = ({ name, why }) =>
  why === "script" || why === "target"
    ? { what: `there is no ${why} "${name}"`, hint: `edit test_command, or add the ${why}` }
    : undefined;

const interpreter: Rule = ({ name, why }, { host, files }) => {
  const firstLine = (file: string) => firstLineOf(files.get(file));
  const isScript = (file: string) => firstLine(file).startsWith("#!");
  const isOwn = name.includes("/") && files.get(name)?.kind === "executable" && isScript(name) && !/denied/i.test(why);
  const isFirstOf = (file: string) => isScript(file) && firstLine(file).split(/[\s/]+/).includes(name);
  const file = isOwn ? name : [...files.keys()].find(isFirstOf);
  if (file === undefined) return undefined;
  return {
    what: `the interpreter of ${file} was not found: its first line is "${firstLine(file)}"`,
    hint: `install it on ${placeName(host)}, or edit the first line of ${file}`,
  };
};

const otherSystem: Rule = ({ name, at }, { files, host }) => {
  const file = [name, at?.file ?? ""].find((each) => programFor(files.get(each)) !== undefined) ?? "";
  const facts = files.get(file);
  if (facts?.kind !== "executable") return undefined;
  return {
    what: `${file} is a program for ${programFor(facts)} that ${
      placeName(host)
    } cannot run (another processor, system or C library)`,
    hint: `build it on ${placeName(host)}: ${onHost(host, "uname -sm")}`,
  };
};

const file: Rule = (words, { files, whyNotSent }) => {
  const { name, at, why } = words;
  const facts = files.get(name);
  if (facts === undefined || !(name.includes("/") || at === undefined)) return undefined;
  const edit = `edit ${caller(at)}`;
  switch (facts.kind) {
    case "missing":
      if (!name.includes("/") && !(name.includes(".") && /no such file/i.test(why))) return undefined;
      return missingFile(words, whyNotSent(name));
    case "directory":
      return { what: `${name} is a directory${placeOf(at)}`, hint: edit };
    case "plain":
      return { what: `${name} is not executable`, hint: `chmod +x ${quote(name)}; git add --chmod=+x ${quote(name)}` };
    case "executable":
      return { what: `${name} cannot be executed: ${why}`, hint: edit };
    default:
      return facts.kind satisfies never;
  }
};

function missingFile({ name, at }: ShellWords, whyNotSent: string | undefined): Cause {
  return whyNotSent === undefined
    ? { what: `${name} does not exist${placeOf(at)}`, hint: `edit ${caller(at)}` }
    : { what: `${name} was not sent: ${whyNotSent}`, hint: "edit sync in e2e/e2e.yml" };
}

const RULES: readonly Rule[] = [
  ...[windowsLines, byteOrderMark, bashOnly, inContainer, library, pythonModule, noScript],
  ...[otherSystem, interpreter, file],
];

const caller = (at: ShellWords["at"]) => at?.file ?? "test_command";

function placeOf(at: ShellWords["at"]): string {
  return at === undefined || (at.file === "test_command" && at.line === 1) ? "" : `, in line ${at.line} of ${at.file}`;
}
