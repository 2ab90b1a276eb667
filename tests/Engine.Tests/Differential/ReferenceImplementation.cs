using System.Diagnostics;
using System.Text.Json;

namespace GraphQLPlugins.Engine.Tests.Differential;

/// <summary>graphql-js in a process of its own.</summary>
internal static class ReferenceImplementation
{
    /// <summary>The folder of the client, from the repository's root.</summary>
    public static string Folder { get; } = System.IO.Path.Combine(Root(), "tests", "Clients", "graphql-js");

    /// <summary>Whether node and npm are on the path.</summary>
    public static bool IsAvailable { get; } = Exists("node") && Exists("npm");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "GraphQLPlugins.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }

    private static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Any(folder => File.Exists(System.IO.Path.Combine(folder, program)) || File.Exists(System.IO.Path.Combine(folder, program + ".exe")));

    /// <summary>Installs what the lock file names, once.</summary>
    public static void Install()
    {
        if (NpmPackages.Install(Folder) is { } complaints) throw new InvalidOperationException($"npm ci failed: {complaints}");
    }

    /// <summary>The answer to each document, in order.</summary>
    public static Task<List<JsonElement>> AskAsync(string schemaFile, IReadOnlyList<string> documents) =>
        ConverseAsync("validate.mjs", schemaFile, documents.Select(document => JsonSerializer.Serialize(new { query = document })));

    /// <summary>What the reference executes: one JSON object each, with <c>query</c>, <c>variables</c> and <c>seed</c>; in order.</summary>
    public static Task<List<JsonElement>> ExecuteAsync(string schemaFile, IEnumerable<string> requests) => ConverseAsync("execute.mjs", schemaFile, requests);

    private static async Task<List<JsonElement>> ConverseAsync(string script, string schemaFile, IEnumerable<string> lines)
    {
        using var node = Start("node", script, schemaFile);
        var writing = Task.Run(async () =>
        {
            foreach (var line in lines) await node.StandardInput.WriteLineAsync(line);
            node.StandardInput.Close();
        });
        var failure = node.StandardError.ReadToEndAsync();
        var answers = new List<JsonElement>();
        while (await node.StandardOutput.ReadLineAsync() is { } line) answers.Add(JsonSerializer.Deserialize<JsonElement>(line));
        await node.WaitForExitAsync();
        if (node.ExitCode != 0) throw new InvalidOperationException(await failure);
        await writing;
        return answers;
    }

    /// <summary>What the reference answers to an introspection document.</summary>
    public static async Task<string> IntrospectAsync(string schemaFile, string document)
    {
        using var node = Start("node", "introspect.mjs", schemaFile);
        var failure = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(document);
        node.StandardInput.Close();
        var answer = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? answer : throw new InvalidOperationException(await failure);
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        StandardInputEncoding = new System.Text.UTF8Encoding(false), StandardOutputEncoding = System.Text.Encoding.UTF8,
    })!;
}

/// <summary>A test that needs node and npm; without them it is skipped and says so.</summary>
internal sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute()
    {
        if (!ReferenceImplementation.IsAvailable) Skip = "node and npm are not installed, so there is no reference implementation to compare with.";
    }
}

/// <inheritdoc cref="ReferenceFactAttribute"/>
internal sealed class ReferenceTheoryAttribute : TheoryAttribute
{
    public ReferenceTheoryAttribute()
    {
        if (!ReferenceImplementation.IsAvailable) Skip = "node and npm are not installed, so there is no reference implementation to compare with.";
    }
}
