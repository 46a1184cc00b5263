/** Where a repository's page is. */
export const slugPath = (slug: string): string => `/slugs/${encodeURIComponent(slug)}`;

/** Where a run's page is. */
export const runPath = (runId: string): string => `/runs/${encodeURIComponent(runId)}`;

/** Where a run's report is, once it is attached. */
export const reportPath = (runId: string): string => `${runPath(runId)}/report.html`;
