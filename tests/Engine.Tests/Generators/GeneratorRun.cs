using GraphQLPlugins.Engine.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GraphQLPlugins.Engine.Tests.Generators;

/// <summary>Compiles a source file of a module with the generator, warnings as errors.</summary>
internal sealed class GeneratorRun
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using GraphQLPlugins.Engine;
        global using GraphQLPlugins.Engine.DataLoading;
        global using GraphQLPlugins.Engine.Types;
        global using GraphQLPlugins.Engine.Types.Relay;
        """;

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    private GeneratorRun(Compilation compilation, GeneratorDriverRunResult result)
    {
        Compilation = compilation;
        Sources = result.GeneratedTrees.ToDictionary(t => System.IO.Path.GetFileName(t.FilePath), t => t.ToString());
        Findings = [.. result.Diagnostics.Select(d => $"{d.Id} {d.Location.GetLineSpan().StartLinePosition.Line + 1}: {d.GetMessage()}").Order(StringComparer.Ordinal)];
        Errors = [.. compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString())];
    }

    public Compilation Compilation { get; }

    public IReadOnlyDictionary<string, string> Sources { get; }

    /// <summary>What the generator complains about: number, line, message.</summary>
    public string[] Findings { get; }

    /// <summary>What the compiler complains about, warnings included.</summary>
    public string[] Errors { get; }

    public static GeneratorRun Of(string source, string assemblyName = "Acme.Catalog")
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose);
        var compilation = Compile([.. new[] { source, Usings }.Select((s, i) => CSharpSyntaxTree.ParseText(s, options, $"{i}.cs"))], assemblyName);
        var driver = CSharpGeneratorDriver.Create([new EngineGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _);
        return new GeneratorRun(updated, driver.GetRunResult());
    }

    public static CSharpCompilation Compile(SyntaxTree[] trees, string assemblyName = "Acme.Catalog") =>
        CSharpCompilation.Create(assemblyName, trees, References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions: [new("CS1591", ReportDiagnostic.Suppress)]));

    /// <summary>The compiled module.</summary>
    public System.Reflection.Assembly Load()
    {
        using var stream = new MemoryStream();
        var emitted = Compilation.Emit(stream);
        Assert.Empty(emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        return System.Reflection.Assembly.Load(stream.ToArray());
    }
}
