using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GraphQLPlugins.Engine.Generators;

/// <summary>One parameter of a loader method after the key: the code that gives its value.</summary>
internal readonly record struct LoaderParameter(string Code, bool IsService)
{
    public static LoaderParameter Of(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        var code = type.CodeNotNull();
        var optional = type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        if (parameter.Attribute(Names.DataLoaderState) is { } state) return State(parameter, SymbolDisplay.FormatLiteral(state.ConstructorString(0) ?? parameter.Name, true), optional);
        switch (type.FullName())
        {
            case "System.Threading.CancellationToken":
                return new("cancellationToken", false);
            case "System.IServiceProvider":
                return new("services", true);
            case Names.LoadingData + ".PagingArguments":
                return new($"context.GetState<{code}>()", false);
            case Names.LoadingData + ".QueryContext" or Names.LoadingData + ".SortDefinition":
                return new($"context.GetState<{code}>() ?? {code}.Empty", false);
            case Names.LoadingData + ".ISelectorBuilder":
                return new($"context.GetState<{code}>() ?? global::{Names.LoadingData}.DefaultSelectorBuilder.Empty", false);
            case Names.LoadingData + ".IPredicateBuilder":
                return new($"context.GetState<{code}>() ?? global::{Names.LoadingData}.DefaultPredicateBuilder.Empty", false);
        }
        const string extensions = $"global::{Names.Dependencies}";
        return Key(parameter) is { } key
            ? new($"{extensions}.ServiceProviderKeyedServiceExtensions.{(optional ? "GetKeyedService" : "GetRequiredKeyedService")}<{code}>(services, {key})", true)
            : new($"{extensions}.ServiceProviderServiceExtensions.{(optional ? "GetService" : "GetRequiredService")}<{code}>(services)", true);
    }

    private static LoaderParameter State(IParameterSymbol parameter, string key, bool optional)
    {
        var code = parameter.Type.CodeNotNull();
        if (!parameter.HasExplicitDefaultValue) return new($"context.{(optional ? "GetState" : "GetRequiredState")}<{code}>({key})", false);
        var value = parameter.ExplicitDefaultValue is null ? "default" : SymbolDisplay.FormatPrimitive(parameter.ExplicitDefaultValue, true, false);
        return new($"context.GetStateOrDefault<{parameter.Type.Code()}>({key}, ({parameter.Type.Code()}){value})", false);
    }

    private static string? Key(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass?.FullName() is Names.Engine + ".ServiceAttribute" or Names.Dependencies + ".FromKeyedServicesAttribute"
                && attribute.ConstructorArguments.FirstOrDefault() is { IsNull: false } key) return key.ToCSharpString();
        }
        return null;
    }
}
