/** One case of a JUnit file. */
export interface JunitCase {
  readonly classname: string;
  readonly name: string;
  readonly ms: number;
  readonly status: "passed" | "failed" | "error" | "skipped";
  /** What the file says of a case that did not pass, in short and at length. */
  readonly message: string;
  readonly text: string;
}

/** The cases of one `testsuite`; those of suites inside it are suites of their own. */
export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** What a file holds: `other` is XML of another kind, `broken` is none, or more than is read of one. */
export type Junit =
  | { readonly kind: "junit"; readonly suites: readonly JunitSuite[] }
  | { readonly kind: "other" }
  | { readonly kind: "broken"; readonly why: string };

/** An element, as the parser gives it. */
interface Element {
  readonly "#text"?: string;
  readonly "@name"?: string;
  readonly "@classname"?: string;
  readonly "@time"?: string;
  readonly "@status"?: string;
  readonly "@message"?: string;
  readonly testsuites?: readonly Element[];
  readonly testsuite?: readonly Element[];
  readonly testcase?: readonly Element[];
  readonly failure?: readonly Element[];
  readonly error?: readonly Element[];
  readonly skipped?: readonly Element[];
}

const LISTS = ["testsuites", "testsuite", "testcase", "failure", "error", "skipped"];

/**
 * Reads a JUnit file of any dialect: cases are counted, never what attributes say of them. There is no standard; read are
 * the files of pytest, gotestsum, Vitest, jest-junit, Surefire, GoogleTest and Deno.
 */
export async function readJunit(xml: string): Promise<Junit> {
  // it takes 80 ms to load, and only runs with results need it
  const { XMLParser, XMLValidator } = await import("fast-xml-parser");
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    parseTagValue: false,
    htmlEntities: true, // numeric ones too; what entities of a file's own may grow to is limited
    alwaysCreateTextNode: true,
    isArray: (name) => LISTS.includes(name),
  });
  try {
    const valid = XMLValidator.validate(xml);
    if (valid !== true) return { kind: "broken", why: `line ${valid.err.line}: ${valid.err.msg}` };
    const root: Element = parser.parse(xml);
    if (root.testsuites === undefined && root.testsuite === undefined) return { kind: "other" };
    return { kind: "junit", suites: suitesIn(root) };
  } catch (error) {
    return { kind: "broken", why: error instanceof Error ? error.message : String(error) };
  }
}

function suitesIn({ testsuites = [], testsuite = [] }: Element): readonly JunitSuite[] {
  return [...testsuites, ...testsuite].flatMap((suite) => {
    const inner = suitesIn(suite), cases = (suite.testcase ?? []).map(toCase);
    return cases.length === 0 ? inner : [{ name: suite["@name"] ?? "", cases }, ...inner];
  });
}

function toCase(element: Element): JunitCase {
  const { status, told } = ending(element);
  return {
    classname: element["@classname"] ?? "",
    name: element["@name"] ?? "",
    ms: milliseconds(element["@time"]),
    status,
    message: told?.["@message"] ?? "",
    text: (told?.["#text"] ?? "").trim(),
  };
}

function ending(element: Element): { readonly status: JunitCase["status"]; readonly told?: Element | undefined } {
  if (element.failure !== undefined) return { status: "failed", told: element.failure[0] };
  if (element.error !== undefined) return { status: "error", told: element.error[0] };
  if (element.skipped !== undefined) return { status: "skipped", told: element.skipped[0] };
  return { status: NOT_RUN.includes(element["@status"] ?? "") ? "skipped" : "passed" }; // GoogleTest has no element for it
}

const NOT_RUN = ["notrun", "skipped", "disabled"];

/** Seconds, in which Surefire groups thousands: `1,234.5`. */
function milliseconds(seconds = ""): number {
  const ms = Number(seconds.replaceAll(",", "")) * 1000;
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : 0;
}
