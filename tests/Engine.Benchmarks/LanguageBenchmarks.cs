using BenchmarkDotNet.Attributes;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.Validation;

namespace GraphQLPlugins.Engine.Benchmarks;

/// <summary>
/// Lexing, parsing and validating a document of 19 KB. The same document for the reference implementation: <c>node tests/Clients/graphql-js/bench.mjs</c>.
/// </summary>
[MemoryDiagnoser]
public class LanguageBenchmarks
{
    private byte[] _text = [];
    private Schema _schema = null!;
    private DocumentNode _document = null!;
    private ValidationOptions _options = null!;

    /// <summary>Reads the document and the schema.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _text = File.ReadAllBytes(System.IO.Path.Combine(AppContext.BaseDirectory, "Documents", "large.graphql"));
        _schema = SdlSchemaBuilder.Build(File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Documents", "schema.graphql")));
        _document = Utf8GraphQLParser.Parse(_text);
        _options = ValidationOptions.From(new Limits());
    }

    /// <summary>Tokens only; allocates nothing.</summary>
    [Benchmark]
    public int Lex()
    {
        var reader = new Utf8GraphQLReader(_text);
        var count = 0;
        while (reader.Read()) count++;
        return count;
    }

    /// <summary>Text to tree.</summary>
    [Benchmark]
    public DocumentNode Parse() => Utf8GraphQLParser.Parse(_text);

    /// <summary>Tree to verdict.</summary>
    [Benchmark]
    public int Validate() => DocumentValidator.Validate(_schema, _document, _options).Errors.Count;

    /// <summary>Text to verdict.</summary>
    [Benchmark(Baseline = true)]
    public int ParseAndValidate() => DocumentValidator.Validate(_schema, Utf8GraphQLParser.Parse(_text), _options).Errors.Count;
}
