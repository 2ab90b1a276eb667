using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>A row of an aggregation: up to sixteen values of any types. Unused ones are bytes that no statement reads.</summary>
internal sealed class StatRow<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15>
{
    public T0 F0 { get; set; } = default!;
    public T1 F1 { get; set; } = default!;
    public T2 F2 { get; set; } = default!;
    public T3 F3 { get; set; } = default!;
    public T4 F4 { get; set; } = default!;
    public T5 F5 { get; set; } = default!;
    public T6 F6 { get; set; } = default!;
    public T7 F7 { get; set; } = default!;
    public T8 F8 { get; set; } = default!;
    public T9 F9 { get; set; } = default!;
    public T10 F10 { get; set; } = default!;
    public T11 F11 { get; set; } = default!;
    public T12 F12 { get; set; } = default!;
    public T13 F13 { get; set; } = default!;
    public T14 F14 { get; set; } = default!;
    public T15 F15 { get; set; } = default!;

    // Grouping in memory compares keys.
    public override bool Equals(object? obj) => obj is StatRow<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15> o
        && Equals(F0, o.F0) && Equals(F1, o.F1) && Equals(F2, o.F2) && Equals(F3, o.F3) && Equals(F4, o.F4) && Equals(F5, o.F5) && Equals(F6, o.F6) && Equals(F7, o.F7)
        && Equals(F8, o.F8) && Equals(F9, o.F9) && Equals(F10, o.F10) && Equals(F11, o.F11) && Equals(F12, o.F12) && Equals(F13, o.F13) && Equals(F14, o.F14) && Equals(F15, o.F15);

    public override int GetHashCode() => HashCode.Combine(
        HashCode.Combine(F0, F1, F2, F3, F4, F5, F6, F7), HashCode.Combine(F8, F9, F10, F11, F12, F13, F14, F15));
}

/// <summary>Makes rows.</summary>
internal static class StatRows
{
    public const int MaxSlots = 16;

    /// <summary><c>new Row { F0 = ..., F1 = ... }</c>. Errors: <see cref="ResourceQueryException"/> for more than sixteen values.</summary>
    public static MemberInitExpression New(IReadOnlyList<Expression> values)
    {
        if (values.Count > MaxSlots)
            throw new ResourceQueryException(ResourceQueryException.LimitExceeded, $"A row of an aggregation has at most {MaxSlots} values; this one has {values.Count}.");
        var types = new Type[MaxSlots];
        for (var i = 0; i < MaxSlots; i++) types[i] = i < values.Count ? values[i].Type : typeof(byte);
        var row = typeof(StatRow<,,,,,,,,,,,,,,,>).MakeGenericType(types);
        return Expression.MemberInit(Expression.New(row), values.Select((v, i) => Expression.Bind(row.GetProperty("F" + i)!, v)));
    }

    /// <summary>A value of a row.</summary>
    public static Expression Slot(Expression row, int index) => Expression.Property(row, "F" + index);
}
