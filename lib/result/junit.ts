/** One case of a JUnit file. */
export interface JunitCase {
  readonly classname: string;
  readonly name: string;
  readonly ms: number;
  readonly status: "passed" | "failed" | "error" | "skipped";
  /** The short and the long message of a case that did not pass. */
  readonly message: string;
  readonly text: string;
}

/** The cases of one `testsuite` element. A nested suite is a suite of its own. */
export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** The content of a results file: `other` is XML of another kind, `broken` is not XML, or too large. */
export type Junit =
  | { readonly kind: "junit"; readonly suites: readonly JunitSuite[] }
  | { readonly kind: "other" }
  | { readonly kind: "broken"; readonly why: string };

/** The elements that are read. */
const CHILDREN = ["testsuites", "testsuite", "testcase", "failure", "error", "skipped"] as const;

type Texts = Partial<Record<"#text" | "@name" | "@classname" | "@time" | "@status" | "@message", string>>;

/** An element, as the parser returns it: its attributes and its children. */
interface Element extends Readonly<Texts>, Partial<Record<typeof CHILDREN[number], readonly Element[]>> {}

/**
 * Parses a JUnit file of any dialect. It counts the cases and ignores the totals in attributes. JUnit XML has no standard; the
 * files of pytest, gotestsum, Vitest, jest-junit, Surefire, GoogleTest and Deno are supported.
 */
export async function readJunit(xml: string): Promise<Junit> {
  // Loading it takes 80 ms, and only runs with results need it.
  const { XMLParser, XMLValidator } = await import("fast-xml-parser");
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    parseTagValue: false,
    htmlEntities: true, // numeric ones too; the parser limits the expansion of a file's own entities
    alwaysCreateTextNode: true,
    isArray: (name) => CHILDREN.some((child) => child === name),
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
  const { status, element: detail } = ending(element);
  return {
    classname: element["@classname"] ?? "",
    name: element["@name"] ?? "",
    ms: milliseconds(element["@time"]),
    status,
    message: detail?.["@message"] ?? "",
    text: (detail?.["#text"] ?? "").trim(),
  };
}

/** Returns how a case ended, and the element with its message. */
function ending(
  { failure, error, skipped, "@status": status = "" }: Element,
): { readonly status: JunitCase["status"]; readonly element?: Element | undefined } {
  if (failure !== undefined) return { status: "failed", element: failure[0] };
  if (error !== undefined) return { status: "error", element: error[0] };
  if (skipped !== undefined) return { status: "skipped", element: skipped[0] };
  return { status: NOT_RUN.includes(status) ? "skipped" : "passed" };
}

/** GoogleTest marks skipped cases by an attribute, without an element. */
const NOT_RUN = ["notrun", "skipped", "disabled"];

/** Converts seconds to milliseconds. Surefire groups thousands: `1,234.5`. */
function milliseconds(seconds = ""): number {
  const ms = Number(seconds.replaceAll(",", "")) * 1000;
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : 0;
}
