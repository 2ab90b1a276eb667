using System.CommandLine;

namespace GraphQLPlugins.Host.Commands;

/// <summary><c>schema export | validate | diff</c>: the schema as an artefact; needs no database.</summary>
internal static class SchemaText
{
    private static readonly Option<string?> Output = new("--output") { Description = "The file to write, instead of the console.", HelpName = "FILE" };
    private static readonly Option<string?> Operations = new("--operations") { Description = "A folder of documents to validate against the schema.", HelpName = "FOLDER" };
    private static readonly Argument<string> Older = new("FILE") { Description = "An older schema." };

    public static Command Create(CommandRunner runner)
    {
        var export = new Command("export", "Prints the schema.") { Output };
        export.SetAction((parsed, _) => RunAsync(runner, parsed, ["export", .. Optional("--output", parsed.GetValue(Output))]));
        var validate = new Command("validate", "Builds the schema, and validates documents against it.") { Operations };
        validate.SetAction((parsed, _) => RunAsync(runner, parsed, ["validate", .. Optional("--operations", parsed.GetValue(Operations))]));
        var diff = new Command("diff", "Lists what changed since an older schema; fails when clients of that would break.") { Older };
        diff.SetAction((parsed, _) => RunAsync(runner, parsed, ["diff", parsed.GetRequiredValue(Older)]));
        return new Command("schema", "Prints, checks and compares the schema.") { export, validate, diff };
    }

    private static string[] Optional(string name, string? value) => value is null ? [] : [name, value];

    private static Task<int> RunAsync(CommandRunner runner, ParseResult parsed, string[] arguments) =>
        runner.RunAsync(parsed, (app, _, _, _) => app.RunWithGraphQLCommandsAsync(["schema", .. arguments]));
}
