using System.Buffers;
using System.Text.Json;

namespace GraphQLPlugins.Engine.Benchmarks;

/// <summary>What a person would write by hand for the one query, and nothing else: the floor that the engine is measured against.</summary>
internal static class Floor
{
    private static readonly JsonEncodedText[] Names = [.. CatalogSchema.TenFields.Split(' ').Select(n => JsonEncodedText.Encode(n))];
    private static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    private static readonly JsonEncodedText Items = JsonEncodedText.Encode("plugins");
    private static readonly JsonEncodedText[] Stages = [.. Enum.GetNames<CatalogSchema.Stage>().Select(n => JsonEncodedText.Encode(n.ToUpperInvariant()))];
    private static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void WriteHundred(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteStartObject(Data);
        writer.WriteStartArray(Items);
        foreach (var p in CatalogSchema.Plugins)
        {
            writer.WriteStartObject();
            writer.WriteNumber(Names[0], p.Id);
            writer.WriteString(Names[1], p.Name);
            writer.WriteString(Names[2], p.Provider);
            writer.WriteString(Names[3], p.Image);
            writer.WriteBoolean(Names[4], p.Enabled);
            writer.WriteNumber(Names[5], p.Downloads);
            writer.WriteNumber(Names[6], p.Rating);
            writer.WriteString(Names[7], Stages[(int)p.Stage]);
            if (p.Homepage is null) writer.WriteNull(Names[8]);
            else writer.WriteString(Names[8], p.Homepage);
            if (p.Priority is { } priority) writer.WriteNumber(Names[9], priority);
            else writer.WriteNull(Names[9]);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
    }
}
