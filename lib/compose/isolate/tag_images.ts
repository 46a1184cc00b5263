import { texts } from "../../contract/values.ts";
import { type Changed, changeServices } from "./change_services.ts";
import type { ComposeModel, ComposeService } from "../compose_model.ts";

/**
 * Gives every built image a tag of its own project, the one that Compose chooses for a service without `image`
 * (`<project>-<service>`). The tag is replaced wherever it is used: by other services, as a build argument, as a build
 * context. Removes other tags of the image, and caches that a build writes elsewhere.
 */
export function tagImages(model: ComposeModel, project: string): Changed<ComposeModel> {
  const tags = builtImages(model, project);
  return changeServices(model, (service, name) => {
    const own = tags.get(normalImage(service.image ?? ""));
    if (service.build) return ownBuild(service, { tag: `${project}-${name}`, tags });
    return own === undefined ? { value: service, changes: [] } : useBuilt(service, own);
  });
}

type Tags = ReadonlyMap<string, string>;

/** The names of built images in the model, each with its new tag. When two services build one name, the first one counts. */
function builtImages(model: ComposeModel, project: string): Tags {
  const built = Object.entries(model.services).flatMap(([name, { build, image }]) => {
    if (!build) return [];
    const names = [image ?? `${model.name}-${name}`, ...build.tags ?? []];
    return names.map((known): [string, string] => [normalImage(known), `${project}-${name}`]);
  });
  return new Map(built.reverse());
}

/** Returns one name for `x`, `x:latest` and `docker.io/library/x`, which are one image. */
export function normalImage(image: string): string {
  const short = image.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  return /[:@][^/]*$/.test(short) ? short : `${short}:latest`;
}

function useBuilt(service: ComposeService, tag: string): Changed<ComposeService> {
  // Compose does not know that another service builds this image: without "never" it would pull it from a registry.
  const value = { ...service, image: tag, pull_policy: "never" };
  return {
    value,
    changes: service.image === tag ? [] : [`image "${service.image}" replaced by "${tag}", which this model builds`],
  };
}

function ownBuild(
  service: ComposeService,
  { tag, tags }: { readonly tag: string; readonly tags: Tags },
): Changed<ComposeService> {
  const { image, build, ...rest } = service;
  const { tags: otherTags, cache_to: caches, ...kept } = build ?? {};
  const args = retag(kept.args ?? {}, { tags, prefix: "", at: "build.args" });
  const contexts = retag(kept.additional_contexts ?? {}, {
    tags,
    prefix: "docker-image://",
    at: "build.additional_contexts",
  });
  return {
    value: {
      ...rest,
      build: {
        ...kept,
        ...(kept.args ? { args: args.value } : {}),
        ...(kept.additional_contexts ? { additional_contexts: contexts.value } : {}),
      },
    },
    changes: [
      ...(image === undefined ? [] : [`image "${image}" removed, built as "${tag}"`]),
      ...(otherTags ?? []).map((other) => `build.tags "${other}" removed`),
      ...texts(caches).map((cache) => `build.cache_to "${cache}" removed`),
      ...args.changes,
      ...contexts.changes,
    ],
  };
}

interface Retagging {
  readonly tags: Tags;
  readonly prefix: string;
  /** Where the values are, such as `build.args`. */
  readonly at: string;
}

function retag<T>(
  values: Readonly<Record<string, T>>,
  { tags, prefix, at }: Retagging,
): Changed<Record<string, T | string>> {
  const changed = Object.entries(values).map(([key, value]) => {
    const named = typeof value === "string" && value.startsWith(prefix) ? value.slice(prefix.length) : undefined;
    const tag = named === undefined || named === "" ? undefined : tags.get(normalImage(named));
    return tag === undefined || tag === named
      ? { entry: [key, value] as const, changes: [] }
      : { entry: [key, prefix + tag] as const, changes: [`${at}.${key} "${named}" replaced by "${tag}"`] };
  });
  return {
    value: Object.fromEntries(changed.map(({ entry }) => entry)),
    changes: changed.flatMap(({ changes }) => changes),
  };
}
