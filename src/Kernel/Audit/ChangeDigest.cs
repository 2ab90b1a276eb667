using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphQLPlugins.Kernel.Audit;

/// <summary>Digests of the rows that a command changes, before and after, and the name of the first one.</summary>
internal sealed class ChangeDigest
{
    private readonly StringBuilder _before = new();
    private readonly StringBuilder _after = new();

    public string? FirstChanged { get; private set; }

    public string? Before => Digest(_before);

    public string? After => Digest(_after);

    /// <summary>Takes in what the context is about to write.</summary>
    public void Add(DbContext db)
    {
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) continue;
            FirstChanged ??= NameOf(entry);
            if (entry.State is not EntityState.Added) Append(_before, entry, entry.OriginalValues);
            if (entry.State is not EntityState.Deleted) Append(_after, entry, entry.CurrentValues);
        }
    }

    /// <summary>Takes in a row that is written by hand.</summary>
    public void Add(string row, string? before, string? after)
    {
        FirstChanged ??= row;
        if (before is not null) _before.Append(row).Append('{').Append(before).Append("}\n");
        if (after is not null) _after.Append(row).Append('{').Append(after).Append("}\n");
    }

    private static string NameOf(EntityEntry entry)
    {
        var key = entry.Metadata.FindPrimaryKey()?.Properties.Where(p => !entry.Property(p).IsTemporary).Select(p => Text(entry.CurrentValues[p]));
        return $"{entry.Metadata.ClrType.Name}:{string.Join(',', key ?? [])}";
    }

    private static void Append(StringBuilder rows, EntityEntry entry, PropertyValues values)
    {
        rows.Append(entry.Metadata.Name).Append('{');
        foreach (var property in entry.Metadata.GetFlattenedProperties())
            rows.Append(property.Name).Append('=').Append(Text(values[property])).Append('\n');
        rows.Append("}\n");
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => JsonEncodedText.Encode(text).ToString(),
        DateTimeOffset time => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => JsonSerializer.Serialize(value, value.GetType()),
    };

    private static string? Digest(StringBuilder rows) =>
        rows.Length == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rows.ToString())));
}
