/** The short name of a repository. */
export const slugPattern = /^[a-z0-9][a-z0-9-]{0,39}$/;
