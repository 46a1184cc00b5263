import type { Allowance } from "../contract/contract.ts";
import type { TestTool } from "./test_tool.ts";

/** A port of a service that is published under a fixed number. */
export interface PortFacts {
  /** The port inside the container. */
  readonly target: number;
  /** The port on the host. */
  readonly published: number;
}

/** The facts about a service of a compose file that `init` uses, with variables replaced by their values or defaults. */
export interface ServiceFacts {
  readonly name: string;
  readonly image: string | undefined;
  readonly builds: boolean;
  /** Published TCP ports. */
  readonly ports: readonly PortFacts[];
  /** How long the service's own healthcheck can take, in seconds; undefined without a healthcheck. */
  readonly healthySeconds: number | undefined;
  /** Whether another service waits until this one has completed. */
  readonly oneShot: boolean;
  readonly profiles: readonly string[];
  readonly hostNetwork: boolean;
  /** Configured addresses on the host, such as `PUBLIC_URL=http://localhost:3000`, which the service passes on to clients. */
  readonly addresses: readonly string[];
}

/** Something in a compose file that breaks isolation. */
interface IsolationProblem {
  /** The word in `allow` that permits it; undefined for what is never permitted. */
  readonly allowance: Allowance | undefined;
  readonly text: string;
}

/** A file with variables. */
export interface EnvFileFacts {
  /** Relative to the repository's root. */
  readonly path: string;
  /** `ignored` by Git, so that it is not sent to the host by default. */
  readonly state: "sent" | "ignored" | "missing";
  /** Only for a missing file: the example file to copy. */
  readonly example?: string | undefined;
}

/** The facts about a compose file with all files that it includes and extends. */
export interface ComposeFacts {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly services: readonly ServiceFacts[];
  readonly problems: readonly IsolationProblem[];
  /** Variables without a value: those that the compose file requires, and those that it reads as empty. */
  readonly variables: { readonly required: readonly string[]; readonly empty: readonly string[] };
  /** Files with variables that it reads. */
  readonly envFiles: readonly EnvFileFacts[];
}

/** The facts about a repository that `init` decides by. */
export interface RepositoryFacts {
  /** The name of the directory. */
  readonly directory: string;
  /** All compose files, the most likely one first. */
  readonly composeFiles: readonly string[];
  /** Files that are named like compose files but cannot be read as one. */
  readonly unreadable: readonly { readonly file: string; readonly why: string }[];
  /** The chosen compose file; undefined without one. */
  readonly compose: ComposeFacts | undefined;
  readonly tool: TestTool;
  readonly git: { readonly repository: boolean; readonly ignoresContract: boolean; readonly ignoresResults: boolean };
  /** Whether there is a go.mod at the root. */
  readonly goModule: boolean;
}
