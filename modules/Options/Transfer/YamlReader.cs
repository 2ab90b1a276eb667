using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GraphQLPlugins.Options.Transfer;

/// <summary>
/// Reads one YAML document as JSON, by the core schema of YAML 1.2. What could grow or hide something (anchors, aliases, tags, several documents, keys that come twice)
/// is refused, so the work is that of reading the text once.
/// </summary>
internal sealed partial class YamlReader(string text, int maxDepth)
{
    private readonly Parser _parser = new(new StringReader(text));
    private readonly ArrayBufferWriter<byte> _json = new();

    /// <exception cref="OptionDocumentInvalidException">It is no such document.</exception>
    public static JsonElement Read(string text, int maxDepth)
    {
        try
        {
            return new YamlReader(text, maxDepth).Read();
        }
        catch (YamlException e)
        {
            throw new OptionDocumentInvalidException("The document is not valid YAML.", (int)e.Start.Line, (int)e.Start.Column);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The parser's state after some broken texts, and halves of surrogate pairs.
            throw new OptionDocumentInvalidException("The document is not valid YAML.");
        }
    }

    private JsonElement Read()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) throw new OptionDocumentInvalidException("The document is empty.");
        _parser.Consume<DocumentStart>();
        using (var writer = new Utf8JsonWriter(_json)) Write(writer, maxDepth);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second)) throw Refused("There is more than one document.", second);
        return JsonSerializer.Deserialize<JsonElement>(_json.WrittenSpan, new JsonSerializerOptions { MaxDepth = maxDepth + 1 });
    }

    private void Write(Utf8JsonWriter writer, int depthLeft)
    {
        var at = _parser.Consume<ParsingEvent>();
        if (at is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias) throw Refused("Anchors and aliases are not read.", at);
        if (at is NodeEvent { Tag.IsEmpty: false }) throw Refused("Tags are not read.", at);
        if (depthLeft == 0) throw Refused($"The document is nested deeper than {maxDepth} levels.", at);
        switch (at)
        {
            case Scalar scalar:
                WriteScalar(writer, scalar);
                break;
            case SequenceStart:
                writer.WriteStartArray();
                while (!_parser.TryConsume<SequenceEnd>(out _)) Write(writer, depthLeft - 1);
                writer.WriteEndArray();
                break;
            case MappingStart:
                WriteMapping(writer, depthLeft);
                break;
            default:
                throw Refused("Nothing can stand here.", at);
        }
    }

    private void WriteMapping(Utf8JsonWriter writer, int depthLeft)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Consume<ParsingEvent>();
            if (at is not Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } key) throw Refused("A key must be a plain text.", at);
            if (!keys.Add(key.Value)) throw Refused($"The key '{Shortened(key.Value)}' comes twice.", key);
            writer.WritePropertyName(key.Value);
            Write(writer, depthLeft - 1);
        }
        writer.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter writer, Scalar scalar)
    {
        var value = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain) writer.WriteStringValue(value);
        else if (value is "" or "~" or "null" or "Null" or "NULL") writer.WriteNullValue();
        else if (value is "true" or "True" or "TRUE") writer.WriteBooleanValue(true);
        else if (value is "false" or "False" or "FALSE") writer.WriteBooleanValue(false);
        else if (NotFinite().IsMatch(value)) throw Refused("A number must be finite.", scalar);
        else if (NumberOf(value) is { } number) writer.WriteRawValue(number);
        else writer.WriteStringValue(value);
    }

    /// <summary>The number in JSON's spelling; null when the text is none.</summary>
    private static string? NumberOf(string value)
    {
        if (value.Length <= 34 && value.StartsWith("0x", StringComparison.Ordinal) && BigInteger.TryParse("0" + value[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && value.Length > 2)
            return hex.ToString(CultureInfo.InvariantCulture);
        if (Octal().IsMatch(value)) return value[2..].Aggregate(BigInteger.Zero, (sum, digit) => (sum * 8) + (digit - '0')).ToString(CultureInfo.InvariantCulture);
        if (Number().Match(value) is not { Success: true } match) return null;
        var whole = match.Groups["whole"].Value.TrimStart('0');
        var fraction = match.Groups["fraction"].Value;
        return $"{(match.Groups["sign"].Value == "-" ? "-" : "")}{(whole.Length == 0 ? "0" : whole)}{(fraction.Length > 0 ? "." + fraction : "")}{match.Groups["exponent"].Value}";
    }

    private static string Shortened(string key) => key.Length <= 100 ? key : key[..100] + "…";

    private static OptionDocumentInvalidException Refused(string reason, ParsingEvent at) => new(reason, (int)at.Start.Line, (int)at.Start.Column);

    [GeneratedRegex(@"^(?<sign>[-+]?)(?:(?<whole>[0-9]+)(?:\.(?<fraction>[0-9]*))?|\.(?<fraction>[0-9]+))(?<exponent>[eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"^0o[0-7]{1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Octal();

    [GeneratedRegex(@"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.CultureInvariant)]
    private static partial Regex NotFinite();
}
