using System.Globalization;
using System.Text;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>Cursors that are positions, as HotChocolate writes them: base64 of the zero-based index in decimal.</summary>
internal static class IndexCursor
{
    public static string Write(int index) => Convert.ToBase64String(Encoding.UTF8.GetBytes(index.ToString(CultureInfo.InvariantCulture)));

    public static bool TryRead(string cursor, out int index)
    {
        index = 0;
        Span<byte> bytes = stackalloc byte[24];
        return cursor.Length <= 24 && Convert.TryFromBase64String(cursor, bytes, out var length)
            && int.TryParse(bytes[..length], NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }
}
