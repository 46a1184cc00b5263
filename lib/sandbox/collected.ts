import { matchesGlob } from "node:path";

/** A file of a sandbox, relative to the directory that was listed. */
export interface Offered {
  readonly path: string;
  readonly bytes: number;
  /** The user of the host cannot read it. */
  readonly isClosed?: true;
}

/** A list of files, and of directories that the user of the host cannot look into. */
interface Listing {
  readonly files: readonly Offered[];
  readonly closed: readonly string[];
}

/** The files to copy, and messages about files that were left out. */
interface Selection {
  readonly files: readonly Offered[];
  readonly cut: readonly string[];
}

/** Parses the output of `list_files.sh`. */
export function readListing(listing: string): Listing {
  const rows = listing.split("\0").filter((row) => row !== "").map((row) => {
    const at = row.indexOf("\t");
    return { what: row.slice(0, at), path: row.slice(at + 1) };
  });
  return {
    files: rows.filter(({ what }) => what !== "closed").map(({ what, path }) => {
      const bytes = Number.parseInt(what);
      return what.endsWith(" closed") ? { path, bytes, isClosed: true } : { path, bytes };
    }),
    closed: rows.filter(({ what }) => what === "closed").map(({ path }) => path),
  };
}

/** Selects the files that match one of `globs`, the smallest first, up to `maxBytes` in all. */
export function selectArtifacts(
  offered: readonly Offered[],
  options: { readonly globs: readonly string[]; readonly maxBytes: number },
): Selection {
  const matching = offered.filter(({ path }) => options.globs.some((glob) => matchesGlob(path, glob)))
    .sort((a, b) => a.bytes - b.bytes || (a.path < b.path ? -1 : 1));
  const files: Offered[] = [], cut: string[] = [];
  let bytes = 0;
  for (const file of matching) {
    const fits = bytes + file.bytes <= options.maxBytes;
    if (fits) files.push(file), bytes += file.bytes;
    else cut.push(`${file.path}: ${file.bytes} bytes do not fit into ${options.maxBytes}`);
  }
  return { files, cut };
}
