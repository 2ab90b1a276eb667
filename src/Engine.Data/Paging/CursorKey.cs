using System.Buffers.Binary;
using System.Text;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>How one key of an order is written into a cursor.</summary>
internal sealed class CursorKey
{
    private static readonly UTF8Encoding Utf8 = new(false, true);
    private readonly Type _type;
    private readonly bool _isNullable;

    private CursorKey(Type type, bool isNullable) => (_type, _isNullable) = (type, isNullable);

    /// <summary>The CLR type of the values.</summary>
    public Type Type => _type;

    /// <summary>Whether there can be none.</summary>
    public bool IsNullable => _isNullable;

    /// <summary>The writer of a key's type (Nullable is seen through); null when such keys cannot be part of a cursor.</summary>
    public static CursorKey? For(Type type, bool isNullable)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || type == typeof(string) || type == typeof(Guid) || type == typeof(bool) || type == typeof(byte) || type == typeof(sbyte)
            || type == typeof(short) || type == typeof(ushort) || type == typeof(int) || type == typeof(uint) || type == typeof(long) || type == typeof(ulong)
            || type == typeof(decimal) || type == typeof(double) || type == typeof(float) || type == typeof(DateTime) || type == typeof(DateTimeOffset)
            || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(TimeSpan) || type == typeof(Uri)
            ? new CursorKey(type, isNullable)
            : null;
    }

    public void Write(List<byte> bytes, object? value)
    {
        if (value is null)
        {
            bytes.Add(0);
            return;
        }
        bytes.Add(1);
        switch (value)
        {
            case string or Uri:
                var text = Utf8.GetBytes(value.ToString()!);
                WriteInteger(bytes, (ulong)text.Length);
                bytes.AddRange(text);
                break;
            case Guid g:
                bytes.AddRange(g.ToByteArray());
                break;
            case bool b:
                bytes.Add(b ? (byte)1 : (byte)0);
                break;
            case decimal d:
                foreach (var part in decimal.GetBits(d)) WriteFixed(bytes, (uint)part, 4);
                break;
            case double d:
                WriteFixed(bytes, BitConverter.DoubleToUInt64Bits(d), 8);
                break;
            case float f:
                WriteFixed(bytes, BitConverter.SingleToUInt32Bits(f), 4);
                break;
            case DateTime t:
                bytes.Add((byte)t.Kind);
                WriteInteger(bytes, (ulong)t.Ticks);
                break;
            case DateTimeOffset t:
                WriteInteger(bytes, (ulong)t.UtcTicks);
                break;
            case DateOnly d:
                WriteInteger(bytes, (ulong)d.DayNumber);
                break;
            case TimeOnly t:
                WriteInteger(bytes, (ulong)t.Ticks);
                break;
            case TimeSpan t:
                WriteSigned(bytes, t.Ticks);
                break;
            case ulong u:
                WriteInteger(bytes, u);
                break;
            default:
                WriteSigned(bytes, Convert.ToInt64(value is Enum ? Convert.ChangeType(value, Enum.GetUnderlyingType(_type), null) : value, null));
                break;
        }
    }

    /// <summary>Reads a value and moves on; false when the bytes are none.</summary>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, out object? value)
    {
        value = null;
        if (bytes.IsEmpty) return false;
        var tag = bytes[0];
        bytes = bytes[1..];
        if (tag == 0) return _isNullable;
        return tag == 1 && TryReadValue(ref bytes, out value);
    }

    private bool TryReadValue(ref ReadOnlySpan<byte> bytes, out object? value)
    {
        value = null;
        if (_type == typeof(string) || _type == typeof(Uri))
        {
            if (!TryReadInteger(ref bytes, out var length) || length > (ulong)bytes.Length) return false;
            var text = Utf8.GetString(bytes[..(int)length]);
            bytes = bytes[(int)length..];
            value = _type == typeof(string) ? text : new Uri(text, UriKind.RelativeOrAbsolute);
            return !text.Contains('\0');
        }
        if (_type == typeof(Guid)) return TryTake(ref bytes, 16, out var guid) && (value = new Guid(guid)) is not null;
        if (_type == typeof(bool)) return TryTake(ref bytes, 1, out var flag) && (value = flag[0] == 1) is not null;
        if (_type == typeof(double)) return TryTake(ref bytes, 8, out var real) && (value = BinaryPrimitives.ReadDoubleLittleEndian(real)) is not null;
        if (_type == typeof(float)) return TryTake(ref bytes, 4, out var single) && (value = BinaryPrimitives.ReadSingleLittleEndian(single)) is not null;
        if (_type == typeof(decimal))
        {
            if (!TryTake(ref bytes, 16, out var parts)) return false;
            Span<int> bits = stackalloc int[4];
            for (var i = 0; i < 4; i++) bits[i] = BinaryPrimitives.ReadInt32LittleEndian(parts[(i * 4)..]);
            value = new decimal(bits);
            return true;
        }
        if (_type == typeof(DateTime))
        {
            if (!TryTake(ref bytes, 1, out var kind) || kind[0] > 2 || !TryReadInteger(ref bytes, out var ticks)) return false;
            value = new DateTime((long)ticks, (DateTimeKind)kind[0]);
            return true;
        }
        if (!TryReadInteger(ref bytes, out var number)) return false;
        if (_type == typeof(DateTimeOffset)) value = new DateTimeOffset((long)number, TimeSpan.Zero);
        else if (_type == typeof(DateOnly)) value = DateOnly.FromDayNumber((int)number);
        else if (_type == typeof(TimeOnly)) value = new TimeOnly((long)number);
        else if (_type == typeof(ulong)) value = number;
        else
        {
            var signed = (long)(number >> 1) ^ -(long)(number & 1);
            value = _type == typeof(TimeSpan) ? new TimeSpan(signed)
                : _type.IsEnum ? Enum.ToObject(_type, signed)
                : Convert.ChangeType(signed, _type, null);
        }
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (bytes.Length < count) return false;
        taken = bytes[..count];
        bytes = bytes[count..];
        return true;
    }

    private static void WriteFixed(List<byte> bytes, ulong value, int count)
    {
        for (var i = 0; i < count; i++) bytes.Add((byte)(value >> (8 * i)));
    }

    private static void WriteSigned(List<byte> bytes, long value) => WriteInteger(bytes, (ulong)((value << 1) ^ (value >> 63)));

    private static void WriteInteger(List<byte> bytes, ulong value)
    {
        while (value >= 0x80)
        {
            bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }
        bytes.Add((byte)value);
    }

    private static bool TryReadInteger(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && !bytes.IsEmpty; shift += 7)
        {
            var part = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return true;
        }
        return false;
    }
}
