import { join, resolve } from "node:path";
import type { Repository } from "../cli/open_repository.ts";
import { mapping, text, texts } from "../contract/values.ts";
import { testProgram } from "../doctor/test_program.ts";
import { readText } from "../files/read_text.ts";
import { interpolate } from "../init/compose/interpolate.ts";
import { readCompose, type SourcedService } from "../init/compose/read_compose.ts";

/** What a run of a repository needs from its host, as far as its files say it without Docker. */
interface RepositoryNeeds {
  /** The first program of the tests, which must be on PATH; undefined when it is not known. */
  readonly program: string | undefined;
  /** The images that are pulled: those of services, and those that Dockerfiles start from. */
  readonly images: readonly string[];
}

/** Reads what a run of a repository needs from its host. */
export async function repositoryNeeds({ root, contract }: Repository): Promise<RepositoryNeeds> {
  const { testCommand, composeFiles, profiles, env } = contract;
  // A PATH in the contract replaces that of the login environment.
  const program = env.PATH ? undefined : testProgram(testCommand, (path) => readText(join(root, path)));
  const readings = await Promise.all(
    composeFiles.map(async (file) => readCompose(await Deno.realPath(join(root, file)))),
  );
  const services = readings.flatMap((reading) => reading.kind === "compose" ? [...reading.services.values()] : []);
  const started = services.filter(({ service }) => {
    const own = texts(service.profiles);
    return own.length === 0 || own.some((each) => profiles.includes(each));
  });
  const built = new Set(started.flatMap(({ service }) => service.build === undefined ? [] : text(service.image) ?? []));
  const images = started.flatMap((each) => imagesOf(each)).filter((image) => !built.has(image) && isName(image));
  return { program, images: [...new Set(images)].sort() };
}

const isName = (image: string) => /^[a-z0-9][\w.:/@-]*$/.test(image);

function imagesOf({ service, base }: SourcedService): readonly string[] {
  const { build, image } = service;
  if (build === undefined) return [text(image) ?? ""];
  const { context, dockerfile, dockerfile_inline: inline } = typeof build === "string"
    ? { context: build }
    : mapping(build);
  const file = resolve(base, text(context) ?? ".", text(dockerfile) ?? "Dockerfile");
  return startImages(text(inline) ?? readText(file) ?? "");
}

/** Returns the images that a Dockerfile starts from. Source: the Dockerfile reference, FROM and ARG. */
function startImages(dockerfile: string): readonly string[] {
  const args: Record<string, string> = {}, stages = new Set<string>();
  return dockerfile.split("\n").flatMap((line) => {
    const [, name, value] = /^\s*ARG\s+(\w+)=["']?([^"'\s]*)/i.exec(line) ?? [];
    if (name !== undefined) args[name] ??= value ?? "";
    const [, image, stage] = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line) ?? [];
    if (stage !== undefined) stages.add(stage);
    return image === undefined || image === "scratch" || stages.has(image) ? [] : [interpolate(image, args).text];
  });
}
