/** The short name of a repository. */
export const slugPattern = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Makes a slug from the name of a directory: `Été Shop_2` becomes `ete-shop-2`. A name without letters and digits becomes `repository`. */
export function slugFrom(directory: string): string {
  const plain = directory.normalize("NFKD").toLowerCase().replace(/\p{Mark}/gu, "").replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^-+/, "").slice(0, 40).replace(/-+$/, "") || "repository";
}
