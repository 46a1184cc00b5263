import { matchesGlob } from "node:path";

/** One file that a sandbox offers, relative to the directory that was listed. */
export interface Offered {
  readonly path: string;
  readonly bytes: number;
}

/** Which files are taken, and what was left out and why. */
export interface Selection {
  readonly files: readonly Offered[];
  readonly cut: readonly string[];
}

/** Reads `find -printf '%s\t%P\0'`. */
export function readOffered(listing: string): readonly Offered[] {
  return listing.split("\0").filter((line) => line !== "").map((line) => {
    const at = line.indexOf("\t");
    return { path: line.slice(at + 1), bytes: Number(line.slice(0, at)) };
  });
}

/** The offered files that match one of `globs`, the smallest first, as long as they fit into `maxBytes`. */
export function selectArtifacts(
  offered: readonly Offered[],
  options: { readonly globs: readonly string[]; readonly maxBytes: number },
): Selection {
  const wanted = offered.filter(({ path }) => options.globs.some((glob) => matchesGlob(path, glob)))
    .sort((a, b) => a.bytes - b.bytes || (a.path < b.path ? -1 : 1));
  const files: Offered[] = [], cut: string[] = [];
  let bytes = 0;
  for (const file of wanted) {
    const fits = bytes + file.bytes <= options.maxBytes;
    if (fits) files.push(file), bytes += file.bytes;
    else cut.push(`${file.path}: ${file.bytes} bytes are more than fits into ${options.maxBytes}`);
  }
  return { files, cut };
}
