using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Templates;

/// <summary>
/// One validation of one instance. Bounded in depth and in work, so that no schema and instance together can hang or overflow:
/// over either bound the instance counts as invalid, with a violation that names the bound.
/// </summary>
internal sealed class SchemaRun
{
    public const int MaxViolations = 100;
    private const int MaxDepth = 256;
    private const int MaxSteps = 2_000_000;

    private readonly List<SchemaViolation>? _found;
    private readonly List<string> _path = [];
    private int _steps;
    private int _depth;
    private int _silent;
    private bool _exhausted;

    private SchemaRun(List<SchemaViolation>? found) => _found = found;

    public static IReadOnlyList<SchemaViolation> Validate(SchemaNode schema, JsonElement instance)
    {
        var found = new List<SchemaViolation>();
        new SchemaRun(found).Run(schema, instance);
        return found;
    }

    public static bool IsValid(SchemaNode schema, JsonElement instance) => new SchemaRun(null).Run(schema, instance);

    private bool Run(SchemaNode schema, JsonElement instance)
    {
        try
        {
            var valid = Check(schema, instance);
            if (!_exhausted)
                return valid;
            _found?.Add(new SchemaViolation("", "$schema", $"The check was given up: it went deeper than {MaxDepth} schemas or took more than {MaxSteps} steps."));
        }
        catch (InvalidOperationException) // a string that holds half a surrogate pair cannot be read as text
        {
            _found?.Add(new SchemaViolation(Path(), "type", "The value holds a string that is not valid Unicode."));
        }
        catch (RegexMatchTimeoutException fault)
        {
            _found?.Add(new SchemaViolation(Path(), "pattern", $"The pattern '{fault.Pattern}' took too long."));
        }
        return false;
    }

    private bool Check(SchemaNode schema, JsonElement value)
    {
        if (_exhausted || ++_steps > MaxSteps || _depth >= MaxDepth)
        {
            _exhausted = true;
            return false;
        }
        while (schema.Reference is { } target)
            schema = target;
        if (schema.Always is { } always)
            return always || Fail("false", "Nothing is allowed here.");
        _depth++;
        var valid = CheckAny(schema, value);
        valid = (valid || Goes) && value.ValueKind switch
        {
            JsonValueKind.Number => CheckNumber(schema, value),
            JsonValueKind.String => CheckString(schema, value),
            JsonValueKind.Array => CheckArray(schema, value),
            JsonValueKind.Object => CheckObject(schema, value),
            _ => true,
        } && valid;
        valid = (valid || Goes) && CheckCombined(schema, value) && valid;
        _depth--;
        return valid;
    }

    /// <summary>Whether checking goes on after a violation, to report them all.</summary>
    private bool Goes => _silent == 0 && _found is { Count: < MaxViolations };

    private bool CheckAny(SchemaNode schema, JsonElement value)
    {
        var valid = true;
        if (schema.Types != JsonTypes.None && !HasType(schema.Types, value))
            valid = Fail("type", $"Expected {Name(schema.Types)}, got {Name(TypeOf(value))}.");
        if (schema.Enum is { } choices && !choices.Any(choice => JsonElement.DeepEquals(choice, value)))
            valid = Fail("enum", "The value is none of the allowed ones.");
        if (schema.Const is { } only && !JsonElement.DeepEquals(only, value))
            valid = Fail("const", "The value is not the only allowed one.");
        return valid;
    }

    private bool CheckNumber(SchemaNode schema, JsonElement value)
    {
        if (schema.MultipleOf is null && schema.Minimum is null && schema.Maximum is null && schema.ExclusiveMinimum is null && schema.ExclusiveMaximum is null)
            return true;
        var number = ExactNumber.From(value);
        var valid = true;
        if (schema.MultipleOf is { } divisor && !number.IsMultipleOf(divisor))
            valid = Fail("multipleOf", $"The number is not a multiple of {divisor}.");
        if (schema.Minimum is { } minimum && number.CompareTo(minimum) < 0)
            valid = Fail("minimum", $"The number is less than {minimum}.");
        if (schema.ExclusiveMinimum is { } above && number.CompareTo(above) <= 0)
            valid = Fail("exclusiveMinimum", $"The number is not greater than {above}.");
        if (schema.Maximum is { } maximum && number.CompareTo(maximum) > 0)
            valid = Fail("maximum", $"The number is greater than {maximum}.");
        if (schema.ExclusiveMaximum is { } below && number.CompareTo(below) >= 0)
            valid = Fail("exclusiveMaximum", $"The number is not less than {below}.");
        return valid;
    }

    private bool CheckString(SchemaNode schema, JsonElement value)
    {
        if (schema.MinLength == 0 && schema.MaxLength == int.MaxValue && schema.Pattern is null)
            return true;
        var text = value.GetString()!;
        var valid = true;
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
            length++;
        if (length < schema.MinLength)
            valid = Fail("minLength", $"The text has {length} characters; at least {schema.MinLength} are needed.");
        if (length > schema.MaxLength)
            valid = Fail("maxLength", $"The text has {length} characters; at most {schema.MaxLength} are allowed.");
        if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
            valid = Fail("pattern", "The text does not match the pattern.");
        return valid;
    }

    private bool CheckArray(SchemaNode schema, JsonElement value)
    {
        var count = value.GetArrayLength();
        var valid = true;
        if (count < schema.MinItems)
            valid = Fail("minItems", $"The list has {count} items; at least {schema.MinItems} are needed.");
        if (count > schema.MaxItems)
            valid = Fail("maxItems", $"The list has {count} items; at most {schema.MaxItems} are allowed.");
        if (schema.UniqueItems && HasEqualItems(value, count))
            valid = Fail("uniqueItems", "Two items of the list are equal.");
        if (schema.TupleItems is not null || schema.Items is not null)
        {
            var i = 0;
            foreach (var item in value.EnumerateArray())
            {
                var rule = schema.TupleItems is { } tuple ? i < tuple.Length ? tuple[i] : schema.AdditionalItems : schema.Items;
                if (rule is not null && !At(i.ToString(CultureInfo.InvariantCulture), rule, item))
                {
                    valid = false;
                    if (!Goes)
                        return false;
                }
                i++;
            }
        }
        if (schema.Contains is { } wanted && !value.EnumerateArray().Any(item => Silently(wanted, item)))
            valid = Fail("contains", "No item of the list is of the wanted kind.");
        return valid;
    }

    private bool HasEqualItems(JsonElement list, int count)
    {
        _steps += count;
        if (count > 16)
        {
            var seen = new HashSet<string>(count, StringComparer.Ordinal);
            return list.EnumerateArray().Any(item => !seen.Add(CanonicalJson.Text(item)));
        }
        for (var i = 1; i < count; i++)
            for (var j = 0; j < i; j++)
                if (JsonElement.DeepEquals(list[i], list[j]))
                    return true;
        return false;
    }

    private bool CheckObject(SchemaNode schema, JsonElement value)
    {
        var valid = true;
        var count = 0;
        foreach (var member in value.EnumerateObject())
        {
            count++;
            var name = member.Name;
            if (schema.PropertyNames is { } names && !Silently(names, JsonSerializer.SerializeToElement(name)))
                valid = Fail("propertyNames", $"'{name}' is not allowed as a name.");
            var named = false;
            if (schema.Properties is { } properties && properties.TryGetValue(name, out var rule))
            {
                named = true;
                valid &= At(name, rule, member.Value);
            }
            foreach (var (pattern, patternRule) in schema.PatternProperties ?? [])
            {
                _steps++;
                if (!pattern.IsMatch(name))
                    continue;
                named = true;
                valid &= At(name, patternRule, member.Value);
            }
            if (!named && schema.AdditionalProperties is { } rest)
                valid &= rest.Always == false ? Fail("additionalProperties", $"'{name}' is not known here.") : At(name, rest, member.Value);
            if (!valid && !Goes)
                return false;
        }
        if (count < schema.MinProperties)
            valid = Fail("minProperties", $"The object has {count} members; at least {schema.MinProperties} are needed.");
        if (count > schema.MaxProperties)
            valid = Fail("maxProperties", $"The object has {count} members; at most {schema.MaxProperties} are allowed.");
        foreach (var name in schema.Required ?? [])
            if (!value.TryGetProperty(name, out _))
                valid = Fail("required", $"'{name}' is missing.");
        foreach (var (name, required, rule) in schema.Dependencies ?? [])
        {
            if (!value.TryGetProperty(name, out _))
                continue;
            foreach (var other in required ?? [])
                if (!value.TryGetProperty(other, out _))
                    valid = Fail("dependencies", $"'{name}' needs '{other}' beside it.");
            if (rule is not null)
                valid &= Check(rule, value);
        }
        return valid;
    }

    private bool CheckCombined(SchemaNode schema, JsonElement value)
    {
        var valid = true;
        foreach (var part in schema.AllOf ?? [])
            valid &= (valid || Goes) && Check(part, value);
        if (schema.AnyOf is { } any && !any.Any(part => Silently(part, value)))
            valid = Fail("anyOf", "The value fits none of the alternatives.");
        if (schema.OneOf is { } one && one.Count(part => Silently(part, value)) is var fitting && fitting != 1)
            valid = Fail("oneOf", fitting == 0 ? "The value fits none of the alternatives." : "The value fits more than one of the alternatives.");
        if (schema.Not is { } not && Silently(not, value))
            valid = Fail("not", "The value is of the kind that is not allowed.");
        if (schema.If is { } condition && (schema.Then ?? schema.Else) is not null
            && (Silently(condition, value) ? schema.Then : schema.Else) is { } branch)
            valid &= Check(branch, value);
        return valid && !_exhausted;
    }

    private bool At(string name, SchemaNode rule, JsonElement value)
    {
        _path.Add(name);
        var valid = Check(rule, value);
        _path.RemoveAt(_path.Count - 1);
        return valid;
    }

    private bool Silently(SchemaNode rule, JsonElement value)
    {
        _silent++;
        var valid = Check(rule, value);
        _silent--;
        return valid;
    }

    private bool Fail(string keyword, string message)
    {
        if (_silent == 0 && _found is { Count: < MaxViolations })
            _found.Add(new SchemaViolation(Path(), keyword, message));
        return false;
    }

    private string Path() => string.Concat(_path.Select(part => "/" + part.Replace("~", "~0").Replace("/", "~1")));

    private static bool HasType(JsonTypes allowed, JsonElement value) =>
        (allowed & TypeOf(value)) != 0 || ((allowed & JsonTypes.Integer) != 0 && value.ValueKind == JsonValueKind.Number && ExactNumber.From(value).IsInteger);

    private static JsonTypes TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Number => JsonTypes.Number,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.Object => JsonTypes.Object,
        _ => JsonTypes.None,
    };

    private static string Name(JsonTypes types) => types.ToString().ToLowerInvariant().Replace(", ", " or ");
}
