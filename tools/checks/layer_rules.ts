import type { Arrow } from "./arrow.ts";
import { type Cycle, importCycles } from "./import_cycles.ts";
import { type Room, ROOMS } from "./rooms.ts";

/** A source file with its text. */
interface Source {
  readonly file: string;
  readonly text: string;
}

/** A line of code that breaks a rule. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly found: string;
  readonly allowed: string;
}

interface Reserved {
  readonly what: string;
  readonly pattern: RegExp;
  readonly rooms: readonly string[];
}

/** Packages that only some files may import. */
const reservedPackages: readonly Reserved[] = [
  { what: "dax", pattern: /^(@david\/dax|npm:dax\b|jsr:@david\/dax\b)/, rooms: ["lib/host/"] },
  { what: "node:child_process", pattern: /^node:child_process$/, rooms: ["lib/host/"] },
];

/** Calls that only some files may contain. */
const reservedCalls: readonly Reserved[] = [
  { what: "Deno.Command", pattern: /\bDeno\.Command\b/, rooms: ["lib/host/", "tools/"] },
  { what: "Deno.exit", pattern: /\bDeno\.exit\b/, rooms: ["lib/cli/program.ts", "tools/"] },
  {
    what: "Deno.addSignalListener",
    pattern: /\bDeno\.addSignalListener\b/,
    rooms: ["lib/cli/program.ts", "tools/checks/layer_rules.ts"],
  },
];

/** Returns the violations in sources and their imports, in the order of the rules. */
export function layerViolations(sources: readonly Source[], arrows: readonly Arrow[]): readonly Violation[] {
  return [
    ...sources.filter(({ file }) => roomOf(file) === undefined).map(homeless),
    ...arrows.flatMap(forbiddenArrow),
    ...importCycles(arrows).map(cycle),
    ...sources.flatMap(forbiddenCalls),
  ];
}

function homeless({ file }: Source): Violation {
  return { file, line: 1, found: "is in no room", allowed: "add its room to tools/checks/rooms.ts" };
}

function cycle({ closedBy: { from, line }, files }: Cycle): Violation {
  return { file: from, line, found: `closes a cycle: ${files.join(" → ")}`, allowed: "imports must not form a cycle" };
}

function forbiddenArrow(arrow: Arrow): readonly Violation[] {
  const room = roomOf(arrow.from);
  if (room === undefined) return [];
  const allowed = arrow.kind === "file" ? allowedFile(room, arrow) : allowedPackage(arrow);
  if (allowed === undefined) return [];
  const verb = arrow.typeOnly ? "imports types of" : "imports";
  return [{ file: arrow.from, line: arrow.line, found: `${verb} "${arrow.to}"`, allowed }];
}

/** Returns what the room may import, if the arrow is not allowed. */
function allowedFile({ room, imports }: Room, { to }: Arrow): string | undefined {
  if ([room, ...imports].some((place) => isIn(to, place))) return undefined;
  return `${room} may import ${imports.length === 0 ? "nothing" : imports.join(", ")}`;
}

function allowedPackage({ from, to }: Arrow): string | undefined {
  const reserved = reservedPackages.find(({ pattern }) => pattern.test(to));
  return reserved && reservedFor(reserved, from);
}

function forbiddenCalls({ file, text }: Source): readonly Violation[] {
  return reservedCalls.flatMap((reserved) => {
    const allowed = reservedFor(reserved, file);
    if (allowed === undefined) return [];
    return codeLines(text)
      .filter(({ code }) => reserved.pattern.test(code))
      .map(({ line }) => ({ file, line, found: `uses ${reserved.what}`, allowed }));
  });
}

function reservedFor({ what, rooms }: Reserved, file: string): string | undefined {
  return rooms.some((place) => isIn(file, place)) ? undefined : `${what} belongs to ${rooms.join(" and ")}`;
}

/** Returns the lines that do not begin with a comment. The text of a string counts as code. */
function codeLines(text: string): readonly { readonly line: number; readonly code: string }[] {
  return text.split("\n")
    .map((code, index) => ({ line: index + 1, code }))
    .filter(({ code }) => !/^\s*(\/\/|\/\*|\*)/.test(code));
}

function roomOf(file: string): Room | undefined {
  return ROOMS.find(({ room }) => isIn(file, room));
}

function isIn(file: string, place: string): boolean {
  return place.endsWith("/") ? file.startsWith(place) : file === place;
}
