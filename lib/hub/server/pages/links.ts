/** Returns the path of a repository's page. */
export const slugPath = (slug: string): string => `/slugs/${encodeURIComponent(slug)}`;

/** Returns the path of a run's page. */
export const runPath = (runId: string): string => `/runs/${encodeURIComponent(runId)}`;

/** Returns the path of a run's report, if one is attached. */
export const reportPath = (runId: string): string => `${runPath(runId)}/report.html`;
