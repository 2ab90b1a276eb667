using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Options.Transfer;

namespace GraphQLPlugins.Options.Tests.Transfer;

public sealed class YamlTests
{
    private static readonly string[] Pieces =
        ["", " ", "null", "~", "true", "yes", "No", "1", "-1.50", "0x1F", "0o17", "1e3", ".inf", "---", "...", "- a", "a: b", "a #b", "#", "&x", "*x", "!t", "%d", "@", "`", "{a}", "[b]", "|", ">", "\"", "'", "\n", "\r\n", "\t", "tab\tin", " lead", "trail ", "two\nlines\n", "é✓", "😀", "\u0085", "\u2028", "\ufeff", "\u0001", "=", "<<", "2001-12-14", "https://a.example/b?c#d"];

    [Fact]
    public void Whatever_is_written_is_read_as_it_was()
    {
        var random = new Random(20260102);
        for (var round = 0; round < 2000; round++)
        {
            var value = new JsonObject { ["options"] = Any(random, 4) };
            var text = YamlWriter.Write(JsonSerializer.SerializeToElement(value));

            var read = YamlReader.Read(text, 64);

            Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(value), read), $"{value.ToJsonString()}\n{text}\n{read}");
        }
    }

    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("Null", "null")]
    [InlineData("", "null")]
    [InlineData("'null'", "\"null\"")]
    [InlineData("TRUE", "true")]
    [InlineData("tRUE", "\"tRUE\"")]
    [InlineData("+12", "12")]
    [InlineData("-007", "-7")]
    [InlineData("00", "0")]
    [InlineData("12.", "12")]
    [InlineData(".5", "0.5")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("1.50e+3", "1.50e+3")]
    [InlineData("0x1F", "31")]
    [InlineData("0xFFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData("0x", "\"0x\"")]
    [InlineData("0o17", "15")]
    [InlineData("0o18", "\"0o18\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("2001-12-14", "\"2001-12-14\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("\"a\\x41\\u00e9\"", "\"aAé\"")]
    [InlineData("|\n  a\n  b\n", "\"a\\nb\\n\"")]
    public void Scalars_are_what_the_core_schema_says(string yaml, string json) =>
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse($$"""{"v":{{json}}}""").RootElement, YamlReader.Read($"v: {yaml}", 64)), YamlReader.Read($"v: {yaml}", 64).GetRawText());

    [Fact]
    public void Nesting_is_read_to_the_limit_and_no_deeper()
    {
        Assert.Equal(JsonValueKind.Array, YamlReader.Read(new string('[', 63) + "1" + new string(']', 63), 64).ValueKind);
        var refusal = Assert.Throws<OptionDocumentInvalidException>(() => YamlReader.Read(new string('[', 64) + "1" + new string(']', 64), 64));
        Assert.Equal("The document is nested deeper than 64 levels. (line 1, column 65)", refusal.Message);
    }

    [Fact]
    public void Texts_that_are_made_to_hurt_are_refused_or_read_and_nothing_else_comes_of_them()
    {
        string[] hostile =
        [
            new('[', 500_000), new('{', 500_000), string.Concat(Enumerable.Repeat("- ", 500_000)), string.Concat(Enumerable.Repeat("? ", 300_000)), new('&', 500_000), new(' ', 900_000), new('\n', 900_000),
            "a: " + new string('9', 900_000), "a: 0x" + new string('f', 900_000), "a: 0o" + new string('7', 900_000), "a: " + new string('"', 900_000), "a: |" + new string('9', 900_000), new('%', 500_000),
            "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]", "\"\\ud800\"", "\"\\U00110000\"", "\0", "\ud800", "a: \ud800", "%YAML 9.9\n---\na: 1", "%TAG ! x\n---\n!a b", "<<: {a: 1}",
        ];
        foreach (var text in hostile) Read(text);
    }

    [Fact]
    public void Random_texts_are_refused_or_read_and_nothing_else_comes_of_them()
    {
        var random = new Random(20260103);
        const string letters = "ab1: -?[]{}&*!|>'\"%@`#,\n\t\\u0x~.=<\r\u0085\0é";
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder();
            for (var i = random.Next(1, 40); i > 0; i--) text.Append(random.Next(6) == 0 ? Pieces[random.Next(Pieces.Length)] : letters[random.Next(letters.Length)].ToString());
            Read(text.ToString());
        }
    }

    private static void Read(string text)
    {
        try
        {
            YamlReader.Read(text, 64);
        }
        catch (OptionDocumentInvalidException)
        {
        }
    }

    private static JsonNode? Any(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonNode.Parse(random.Next(4) switch { 0 => "1e2", 1 => "-0.5", 2 => "12345678901234567890", _ => random.Next().ToString(CultureInfo.InvariantCulture) }),
        3 or 4 => JsonValue.Create(Text(random)),
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create(Text(random) + i, Any(random, depth - 1)))),
    };

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
