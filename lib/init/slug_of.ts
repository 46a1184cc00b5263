/** The slug that a directory's name makes: `Été Shop_2` is `ete-shop-2`; `repository` where nothing is left of it. */
export function slugOf(directory: string): string {
  const plain = directory.normalize("NFKD").toLowerCase().replace(/\p{Mark}/gu, "").replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^-+/, "").slice(0, 40).replace(/-+$/, "") || "repository";
}
