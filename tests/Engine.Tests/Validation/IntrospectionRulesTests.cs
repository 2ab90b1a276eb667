using GraphQLPlugins.Engine.Validation;

namespace GraphQLPlugins.Engine.Tests.Validation;

/// <summary>Spec 4, as far as it may be refused.</summary>
public sealed class IntrospectionRulesTests
{
    private static readonly ValidationOptions Off = new() { AllowIntrospection = false };

    [Theory]
    [InlineData("{ __schema { description } }", "1:3 Introspection is not allowed for the current request.")]
    [InlineData("{ ...F } fragment F on Query { __type(name: \"A\") { name } }", "1:32 Introspection is not allowed for the current request.")]
    [InlineData("{ __typename plugins { __typename } }", "")]
    public void Introspection_can_be_refused(string document, string errors) => Assert.Equal(errors, Validating.Text(document, Off));

    [Fact]
    public void The_refusal_has_a_code() => Assert.Equal(
        """[{"message":"Introspection is not allowed for the current request.","locations":[{"line":1,"column":3}],"extensions":{"field":"__schema","code":"HC0046"}}]""",
        Validating.Json(Validating.Errors("{ __schema { description } }", Off)));

    [Theory]
    [InlineData("fields { name args { type { name } } } interfaces { name } possibleTypes { name } inputFields { name }", true)]
    [InlineData("fields { type { interfaces { name } } }", true)]
    [InlineData("fields { type { fields { name } } }", false)]
    [InlineData("fields { type { interfaces { possibleTypes { name } } } }", false)]
    [InlineData("...F", true)]
    [InlineData("fields { type { ...F } }", false)]
    public void Introspection_does_not_walk_in_circles(string selections, bool allowed)
    {
        var document = $"{{ __schema {{ types {{ {selections} }} }} __type(name: \"A\") {{ ...F }} }} fragment F on __Type {{ fields {{ name }} }}";
        Assert.Equal(allowed ? "" : "1:3 Maximum allowed introspection depth exceeded.", Validating.Text(document, new ValidationOptions()));
    }

    [Theory]
    [InlineData(16, "")]
    [InlineData(17, "1:3 Maximum allowed introspection depth exceeded.")]
    public void Wrapped_types_are_unwrapped_sixteen_times(int times, string errors)
    {
        var chain = string.Concat(Enumerable.Repeat("ofType { ", times)) + "name" + new string('}', times);
        Assert.Equal(errors, Validating.Text($"{{ __schema {{ queryType {{ {chain} }} }} }}", new ValidationOptions()));
    }
}
