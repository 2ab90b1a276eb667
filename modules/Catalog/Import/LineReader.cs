using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>Newline-delimited JSON. A line that is no JSON is reported and passed over, unless it is the last one and unfinished: then the file is cut off.</summary>
internal static class LineReader
{
    public const int MaxLineBytes = 32 * 1024 * 1024;

    public static async IAsyncEnumerable<RawRecord> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        var line = 0;
        while (true)
        {
            ReadResult result;
            try
            {
                result = await reader.ReadAsync(ct);
            }
            catch (InvalidDataException fault)
            {
                throw new ImportFileTruncatedException($"The compressed file is damaged or cut off after line {line}: {fault.Message}");
            }
            var buffer = result.Buffer;
            while (TryReadLine(ref buffer, result.IsCompleted, out var bytes, out var ended))
            {
                line++;
                if (Parse(bytes, line, ended) is { } record)
                    yield return record;
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                yield break;
            if (buffer.Length > MaxLineBytes)
                throw new ImportFormatException($"Line {line + 1} is longer than {MaxLineBytes / (1024 * 1024)} MiB.");
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, bool completed, out ReadOnlySequence<byte> line, out bool ended)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            ended = true;
            return true;
        }
        ended = false;
        line = buffer;
        if (!completed || buffer.IsEmpty)
            return false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static RawRecord? Parse(ReadOnlySequence<byte> bytes, int line, bool ended)
    {
        if (IsBlank(bytes))
            return null;
        try
        {
            return new RawRecord(line, "", JsonDocument.Parse(bytes.ToArray()), null);
        }
        catch (JsonException fault)
        {
            if (!ended)
                throw new ImportFileTruncatedException($"The file is cut off in line {line}, its last.");
            return new RawRecord(line, "", null, $"The line is no JSON (byte {fault.BytePositionInLine}).");
        }
    }

    private static bool IsBlank(ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
            if (segment.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
                return false;
        return true;
    }
}
