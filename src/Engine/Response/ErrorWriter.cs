using System.Collections;
using System.Text.Json;

namespace GraphQLPlugins.Engine.Response;

/// <summary>Writes errors and other loose values as JSON. Spec: Response Format, Error result format.</summary>
public static class ErrorWriter
{
    /// <summary>An array of errors.</summary>
    public static void WriteErrors(this ResultWriter writer, IReadOnlyList<IError> errors)
    {
        writer.WriteByte((byte)'[');
        for (var i = 0; i < errors.Count; i++)
        {
            if (i > 0) writer.WriteByte((byte)',');
            writer.WriteError(errors[i]);
        }
        writer.WriteByte((byte)']');
    }

    /// <summary>One error: message, locations, path, extensions; absent members are left out.</summary>
    public static void WriteError(this ResultWriter writer, IError error)
    {
        writer.WriteRaw("{\"message\":"u8);
        writer.WriteString(error.Message);
        if (error.Locations is { Count: > 0 } locations) WriteLocations(writer, locations);
        if (error.Path is { } path)
        {
            writer.WriteRaw(",\"path\":"u8);
            writer.WritePath(path);
        }
        if (error.Extensions is { Count: > 0 } extensions)
        {
            writer.WriteRaw(",\"extensions\":"u8);
            WriteObject(writer, extensions);
        }
        writer.WriteByte((byte)'}');
    }

    /// <summary>A path as an array of names and indexes.</summary>
    public static void WritePath(this ResultWriter writer, Path path)
    {
        writer.WriteByte((byte)'[');
        WriteSegments(writer, path);
        writer.WriteByte((byte)']');
    }

    /// <summary>A loose value: null, text, numbers, booleans, JSON, dictionaries and sequences of these; anything else as its text.</summary>
    public static void WriteAny(this ResultWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNull(); break;
            case string text: writer.WriteString(text); break;
            case bool flag: writer.WriteBoolean(flag); break;
            case byte or sbyte or short or ushort or int: writer.WriteInt32(Convert.ToInt32(value)); break;
            case uint or long: writer.WriteInt64(Convert.ToInt64(value)); break;
            case ulong number: writer.WriteFormattable(number, 20); break;
            case float number: writer.WriteSingle(number); break;
            case double number: writer.WriteDouble(number); break;
            case decimal number: writer.WriteDecimal(number); break;
            case JsonElement element: writer.WriteElement(element); break;
            case Path path: writer.WritePath(path); break;
            case IReadOnlyDictionary<string, object?> map: WriteObject(writer, map); break;
            case IDictionary<string, object?> map: WriteObject(writer, map); break;
            case IEnumerable list: WriteList(writer, list); break;
            default: writer.WriteString(value.ToString()); break;
        }
    }

    private static void WriteLocations(ResultWriter writer, IReadOnlyList<Location> locations)
    {
        writer.WriteRaw(",\"locations\":["u8);
        for (var i = 0; i < locations.Count; i++)
        {
            writer.WriteRaw(i == 0 ? "{\"line\":"u8 : ",{\"line\":"u8);
            writer.WriteInt32(locations[i].Line);
            writer.WriteRaw(",\"column\":"u8);
            writer.WriteInt32(locations[i].Column);
            writer.WriteByte((byte)'}');
        }
        writer.WriteByte((byte)']');
    }

    private static void WriteSegments(ResultWriter writer, Path path)
    {
        if (path.Parent is not { } parent) return;
        WriteSegments(writer, parent);
        if (!parent.IsRoot) writer.WriteByte((byte)',');
        if (path.Name is { } name) writer.WriteString(name);
        else writer.WriteInt32(path.Index);
    }

    private static void WriteObject(ResultWriter writer, IEnumerable<KeyValuePair<string, object?>> members)
    {
        writer.WriteByte((byte)'{');
        var first = true;
        foreach (var (name, value) in members)
        {
            if (!first) writer.WriteByte((byte)',');
            first = false;
            writer.WriteString(name);
            writer.WriteByte((byte)':');
            writer.WriteAny(value);
        }
        writer.WriteByte((byte)'}');
    }

    private static void WriteList(ResultWriter writer, IEnumerable items)
    {
        writer.WriteByte((byte)'[');
        var first = true;
        foreach (var item in items)
        {
            if (!first) writer.WriteByte((byte)',');
            first = false;
            writer.WriteAny(item);
        }
        writer.WriteByte((byte)']');
    }
}
