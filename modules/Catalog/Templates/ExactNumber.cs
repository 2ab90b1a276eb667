using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace GraphQLPlugins.Catalog.Templates;

/// <summary>
/// A JSON number without rounding: <c>Digits * 10^Exponent</c>, trailing zeros stripped, so that 1.0 and 1 are the same and 0.0075 is a multiple of 0.0001.
/// Numbers too long or too large to be worth exactness (over 400 characters, or exponents over 2,000) fall to the nearest double.
/// </summary>
internal readonly record struct ExactNumber : IComparable<ExactNumber>
{
    private const int MaxTextLength = 400;
    private const int MaxExponent = 2000;

    private ExactNumber(BigInteger digits, int exponent)
    {
        while (!digits.IsZero)
        {
            var quotient = BigInteger.DivRem(digits, 10, out var rest);
            if (!rest.IsZero)
                break;
            digits = quotient;
            exponent++;
        }
        Digits = digits;
        Exponent = digits.IsZero ? 0 : exponent;
    }

    public BigInteger Digits { get; }

    public int Exponent { get; }

    public bool IsInteger => Exponent >= 0;

    public static ExactNumber From(JsonElement number)
    {
        var text = number.GetRawText();
        if (text.Length > MaxTextLength)
            return FromDouble(number);
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = mark < 0 ? text.AsSpan() : text.AsSpan(0, mark);
        var exponent = 0;
        if (mark >= 0 && (!int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaxExponent))
            return FromDouble(number);
        var point = mantissa.IndexOf('.');
        if (point < 0)
            return new ExactNumber(BigInteger.Parse(mantissa, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), exponent);
        var digits = string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        return new ExactNumber(BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), exponent - (mantissa.Length - point - 1));
    }

    public int CompareTo(ExactNumber other)
    {
        if (Digits.Sign != other.Digits.Sign)
            return Digits.Sign.CompareTo(other.Digits.Sign);
        var common = Math.Min(Exponent, other.Exponent);
        return Scaled(common).CompareTo(other.Scaled(common));
    }

    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (divisor.Digits.IsZero)
            return false;
        var common = Math.Min(Exponent, divisor.Exponent);
        return (Scaled(common) % divisor.Scaled(common)).IsZero;
    }

    public override string ToString()
    {
        if (Exponent is >= 0 and <= 20)
            return Scaled(0).ToString(CultureInfo.InvariantCulture);
        if (Exponent is > 0 or < -20)
            return $"{Digits.ToString(CultureInfo.InvariantCulture)}e{Exponent.ToString(CultureInfo.InvariantCulture)}";
        var digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).PadLeft(1 - Exponent, '0');
        return $"{(Digits.Sign < 0 ? "-" : "")}{digits[..^-Exponent]}.{digits[^-Exponent..]}";
    }

    private BigInteger Scaled(int exponent) => Digits * BigInteger.Pow(10, Exponent - exponent);

    private static ExactNumber FromDouble(JsonElement number)
    {
        var value = number.TryGetDouble(out var parsed) && double.IsFinite(parsed) ? parsed : number.GetRawText()[0] == '-' ? double.MinValue : double.MaxValue;
        return value == Math.Floor(value)
            ? new ExactNumber(new BigInteger(value), 0)
            : From(JsonSerializer.SerializeToElement(value));
    }
}
