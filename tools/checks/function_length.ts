/**
 * A plugin of `deno lint` that reports functions of more than 40 lines in `lib/`, `tools/` and the entries of the project.
 *
 * @module
 */

/** The maximum number of lines in a function, from its first line to its last. */
const MOST_LINES = 40;

type Function = Deno.lint.FunctionDeclaration | Deno.lint.FunctionExpression | Deno.lint.ArrowFunctionExpression;

function checker(context: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  if (!/(^|\/)((lib|tools)\/.*|cli|mod|run-on-host)\.tsx?$/.test(context.filename)) return {};
  const check = (node: Function) => {
    const lines = context.sourceCode.getText(node).split("\n").length;
    if (lines <= MOST_LINES) return;
    context.report({ node, message: `A function of ${lines} lines, expected at most ${MOST_LINES}` });
  };
  return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
}

/** The plugin, which `deno.json` names. */
const plugin: Deno.lint.Plugin = { name: "house", rules: { "function-length": { create: checker } } };
export default plugin;
