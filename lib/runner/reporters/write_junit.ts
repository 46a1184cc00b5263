import { join } from "node:path";
import { reportWriteErrors } from "../../files/report_write_errors.ts";
import { writeWhole } from "../../files/write_whole.ts";
import { storedSuites } from "../../lifecycle/test/test_results.ts";
import { junitXml } from "../../report/junit_xml.ts";
import type { FileReporter } from "./reporter.ts";

/** Writes `junit.xml` into the run's directory, completely or not at all. Prints write errors, for example on a full disk. */
export const writeJunit: FileReporter = async ({ result, path }, { stderr }) => {
  const file = join(path, "junit.xml"), results = result.test?.results ?? null;
  const suites = results === null ? [] : await storedSuites(results, path);
  reportWriteErrors(file, (message) => stderr(`${message}\n`))(() => writeWhole(file, junitXml(result, suites)));
};
