namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>The checksum of zip archives (ISO 3309), eight bytes a step; .NET has one of its own only in a package apart.</summary>
internal static class Crc32
{
    private static readonly uint[][] Tables = Build();

    /// <summary>Goes on from the sum so far; the first is 0.</summary>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~sum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc ^= (uint)(bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24);
            crc = Tables[7][crc & 0xFF] ^ Tables[6][(crc >> 8) & 0xFF] ^ Tables[5][(crc >> 16) & 0xFF] ^ Tables[4][crc >> 24]
                ^ Tables[3][bytes[4]] ^ Tables[2][bytes[5]] ^ Tables[1][bytes[6]] ^ Tables[0][bytes[7]];
        }
        foreach (var b in bytes)
            crc = Tables[0][(crc ^ b) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[][] Build()
    {
        var tables = Enumerable.Range(0, 8).Select(_ => new uint[256]).ToArray();
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            tables[0][i] = crc;
        }
        for (var step = 1; step < 8; step++)
            for (var i = 0; i < 256; i++)
                tables[step][i] = (tables[step - 1][i] >> 8) ^ tables[0][tables[step - 1][i] & 0xFF];
        return tables;
    }
}
