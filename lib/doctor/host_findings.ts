import { answerOf, type HostAnswers } from "./host_answers.ts";
import { dockerFindings } from "./docker_findings.ts";
import { type Finding, findingsAt } from "./finding.ts";
import { imageFindings } from "./image_findings.ts";
import { leftFindings } from "./left_findings.ts";
import { roomFindings } from "./room_findings.ts";
import { systemFindings } from "./system_findings.ts";

/** The facts that are known without asking the host. */
interface Asked {
  readonly host: string;
  /** How much the host's clock is ahead of this machine's. */
  readonly clockOffMs: number;
  /** The program that was looked up in the login environment. */
  readonly program: string | undefined;
  /** The images that a run needs. */
  readonly images?: readonly string[];
}

/** Returns the findings for the answers of `doctor.sh`. */
export function hostFindings(answers: HostAnswers, asked: Asked): readonly Finding[] {
  return [
    ...systemFindings(answers, asked),
    ...dockerFindings(answers, asked.host),
    ...imageFindings(answers, { images: asked.images ?? [], host: asked.host }),
    ...roomFindings(answers, asked.host),
    ...leftFindings(answers, asked.host),
    ...(asked.program === undefined ? [] : program(asked.program, answers)),
  ];
}

const { ok, failure } = findingsAt("host");

function program(name: string, answers: HostAnswers): readonly Finding[] {
  const path = answerOf(answers, "program");
  if (path !== undefined) return [ok("test_command", path)];
  if (!answers.has("login")) return []; // the login environment is unknown
  const found = `"${name}" not found in the login environment`;
  return [
    failure("test_command", { found, mend: "install it on the host, or add its directory to PATH in ~/.profile" }),
  ];
}
