using System.Text;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.Validation;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.AspNetCore.Commands;

/// <summary>The commands <c>schema export | validate | diff</c>.</summary>
internal static class SchemaCommands
{
    private const string Usage = """
        schema export   [--output <file>] [--schema-name <name>]              prints the schema, or writes it to a file
        schema validate [--operations <folder>] [--schema-name <name>]       builds the schema and validates the folder's *.graphql against it
        schema diff     <older schema file> [--schema-name <name>]           lists changes since then; exits with 1 when one breaks clients
        """;

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code: 0 fine, 1 the schema or what was compared with it is not, 2 the command line is not.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, TextWriter output, TextWriter error)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = new List<string>();
        for (var i = 1; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal)) rest.Add(arguments[i]);
            else if (i + 1 < arguments.Length && arguments[i] is "--output" or "--schema-name" or "--operations") options[arguments[i]] = arguments[++i];
            else return Misused(error, $"Unknown option {arguments[i]}.");
        }
        var command = rest.Count > 0 ? rest[0] : "";
        if (command is not ("export" or "validate" or "diff")) return Misused(error, command.Length == 0 ? "Which command?" : $"Unknown command {command}.");
        if (rest.Count != (command == "diff" ? 2 : 1)) return Misused(error, command == "diff" ? "Which file is the older schema?" : $"Unknown argument {rest[^1]}.");
        try
        {
            var executor = await services.GetRequiredService<IRequestExecutorResolver>().GetRequestExecutorAsync(options.GetValueOrDefault("--schema-name"));
            return command switch
            {
                "export" => await ExportAsync(executor.Schema, options.GetValueOrDefault("--output"), output),
                "validate" => await ValidateAsync(executor.Schema, options.GetValueOrDefault("--operations"), output, error),
                _ => await DiffAsync(executor.Schema, rest[1], output),
            };
        }
        catch (Exception exception) when (exception is SchemaException or SyntaxException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task<int> ExportAsync(Schema schema, string? file, TextWriter output)
    {
        var text = SdlPrinter.Print(schema);
        if (file is null) await output.WriteLineAsync(text);
        else await File.WriteAllTextAsync(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        return 0;
    }

    private static async Task<int> ValidateAsync(Schema schema, string? folder, TextWriter output, TextWriter error)
    {
        var faults = 0;
        var files = folder is null ? [] : Directory.GetFiles(folder, "*.graphql", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            foreach (var fault in Validate(schema, await File.ReadAllBytesAsync(file)))
            {
                await error.WriteLineAsync($"{System.IO.Path.GetRelativePath(folder!, file)}{fault}");
                faults++;
            }
        }
        await output.WriteLineAsync(faults == 0 ? $"The schema is valid{(folder is null ? "" : $", and so are {files.Length} documents")}." : $"{faults} faults.");
        return faults == 0 ? 0 : 1;
    }

    private static IEnumerable<string> Validate(Schema schema, byte[] text)
    {
        try
        {
            var result = DocumentValidator.Validate(schema, Utf8GraphQLParser.Parse(text, ParserOptions.Trusted), ValidationOptions.From(new Limits()));
            return result.Errors.Select(e => $"{(e.Locations is [var l, ..] ? $"({l.Line},{l.Column})" : "")}: {e.Message}");
        }
        catch (SyntaxException exception)
        {
            return [$"({exception.Line},{exception.Column}): {exception.Message}"];
        }
    }

    private static async Task<int> DiffAsync(Schema schema, string file, TextWriter output)
    {
        var older = Utf8GraphQLParser.Parse(await File.ReadAllBytesAsync(file), ParserOptions.Trusted);
        var newer = Utf8GraphQLParser.Parse(SdlPrinter.Print(schema), ParserOptions.Trusted);
        var changes = SchemaComparison.Compare(older, newer);
        foreach (var change in changes) await output.WriteLineAsync($"{(change.IsBreaking ? "breaking" : "safe    ")}  {change.Text}");
        if (changes.Count == 0) await output.WriteLineAsync("No changes.");
        return changes.Any(c => c.IsBreaking) ? 1 : 0;
    }

    private static int Misused(TextWriter error, string complaint)
    {
        error.WriteLine(complaint);
        error.WriteLine(Usage);
        return 2;
    }
}
