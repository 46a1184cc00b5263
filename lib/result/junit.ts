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
const CHILDREN = [
  ...["testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out", "system-err"] as const,
];

type Texts = Partial<
  Record<"#text" | "@name" | "@classname" | "@time" | "@status" | "@message" | "@errors" | "@failures", string>
>;

/** An element, as the parser returns it: its attributes and its children. */
interface Element extends Readonly<Texts>, Partial<Record<typeof CHILDREN[number], readonly Element[]>> {}

/**
 * Parses a JUnit file of any dialect. It counts the cases. A suite that has an error or a failure but no case, such as one that
 * could not be loaded, counts as a failed case; other totals in attributes are ignored. JUnit XML has no standard; the files of
 * pytest, gotestsum, Vitest, jest-junit, Surefire, GoogleTest, CTest, PHPUnit, cargo-nextest, Playwright and Deno are supported.
 */
export async function readJunit(xml: string): Promise<Junit> {
  // Loading it takes 80 ms, and only runs with results need it.
  const { XMLParser, XMLValidator } = await import("fast-xml-parser");
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    removeNSPrefix: true,
    parseTagValue: false,
    htmlEntities: true, // numeric ones too; the parser limits the expansion of a file's own entities
    alwaysCreateTextNode: true,
    isArray: (name) => CHILDREN.some((child) => child === name),
  });
  try {
    const valid = XMLValidator.validate(xml);
    if (valid !== true) return { kind: "broken", why: reason(valid.err) };
    const root: Element = parser.parse(xml);
    if (root.testsuites === undefined && root.testsuite === undefined) return { kind: "other" };
    return { kind: "junit", suites: suitesIn(root) };
  } catch (error) {
    return { kind: "broken", why: error instanceof Error ? error.message : String(error) };
  }
}

/** Returns the error of the parser in words. It lists the elements that are open at the end as JSON, and gives no line of use. */
function reason({ line, msg }: { readonly line: number; readonly msg: string }): string {
  const open = [...(/^Invalid '(\[.*\])' found\.$/s.exec(msg)?.[1] ?? "").matchAll(/"([^"]*)"/g)].map(([, name]) =>
    name
  );
  if (open.length === 0) return `line ${line}: ${msg}`;
  return `the file ends before ${open.map((name) => `</${name}>`).reverse().join(" and ")}`;
}

function suitesIn({ testsuites = [], testsuite = [] }: Element): readonly JunitSuite[] {
  return [...testsuites, ...testsuite].flatMap((suite) => {
    const inner = suitesIn(suite), cases = (suite.testcase ?? []).map(toCase);
    const own = [...cases, ...suiteError(suite, cases.length + inner.length === 0)];
    return own.length === 0 ? inner : [{ name: suite["@name"] ?? "", cases: own }, ...inner];
  });
}

/** Returns a failed case for the error of a suite itself: an element, or a total although the suite is empty. */
function suiteError(suite: Element, isEmpty: boolean): readonly JunitCase[] {
  const { failure, error, "@name": name = "", "@errors": errors = "0", "@failures": failures = "0" } = suite;
  const element = failure?.[0] ?? error?.[0];
  if (element === undefined && !(isEmpty && Number(errors) + Number(failures) > 0)) return [];
  const status = failure === undefined && Number(failures) === 0 ? "error" : "failed";
  const printed = [...suite["system-err"] ?? [], ...suite["system-out"] ?? []].map((each) => each["#text"] ?? "");
  const text = (element?.["#text"] ?? printed.join("\n")).trim();
  const message = element?.["@message"] ??
    (text === "" ? `errors="${errors}" failures="${failures}" without a test case` : "");
  return [{
    classname: "",
    name: name === "" ? "test suite" : name,
    ms: milliseconds(suite["@time"]),
    status,
    message,
    text,
  }];
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
  if (NOT_RUN.test(status)) return { status: "skipped" };
  return { status: NOT_PASSED.test(status) ? "failed" : "passed" };
}

/** GoogleTest and CTest mark skipped cases by an attribute, without an element. */
const NOT_RUN = /^(notrun|not run|skip(ped)?|disabled|ignored)$/i;
const NOT_PASSED = /^(fail(ed|ure)?|error(ed)?)$/i;

/**
 * Converts seconds to milliseconds: `0.25`, with a decimal comma `0,160`, with grouped thousands `1,234.5` or `1.234,5`. A single
 * comma is a decimal one.
 */
function milliseconds(seconds = ""): number {
  const text = seconds.replaceAll(/[\s']/g, ""), parts = text.split(/[.,]/), last = parts.at(-1) ?? "";
  const isGrouped = parts.length > 2 && new Set(text.match(/[.,]/g)).size === 1; // 1,234,567
  const plain = parts.length === 1 || isGrouped ? parts.join("") : `${parts.slice(0, -1).join("")}.${last}`;
  const ms = Number(plain) * 1000;
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : 0;
}
