namespace GraphQLPlugins.Engine.Generators;

/// <summary>Metadata names of the engine's types that the generator looks for or writes.</summary>
internal static class Names
{
    public const string Engine = "GraphQLPlugins.Engine";
    public const string Loading = Engine + ".DataLoading";
    public const string LoadingData = Loading + ".Data";
    public const string Dependencies = "Microsoft.Extensions.DependencyInjection";

    /// <summary>Attributes that register the type they stand on.</summary>
    public static readonly string[] TypeAttributes =
    [
        Engine + ".Types.QueryTypeAttribute",
        Engine + ".Types.MutationTypeAttribute",
        Engine + ".Types.SubscriptionTypeAttribute",
        Engine + ".Types.ObjectTypeAttribute",
        Engine + ".Types.ObjectTypeAttribute`1",
        Engine + ".Types.InterfaceTypeAttribute",
        Engine + ".Types.InterfaceTypeAttribute`1",
        Engine + ".Types.UnionTypeAttribute",
        Engine + ".Types.InputObjectTypeAttribute",
        Engine + ".Types.EnumTypeAttribute",
        Engine + ".Types.DirectiveTypeAttribute",
        Engine + ".Types.ExtendObjectTypeAttribute",
        Engine + ".Types.ExtendObjectTypeAttribute`1",
    ];

    /// <summary>Attributes that put a single member on a root type; the declaring type is registered.</summary>
    public static readonly string[] MemberAttributes = [Engine + ".QueryAttribute", Engine + ".MutationAttribute", Engine + ".SubscriptionAttribute"];

    /// <summary>What classes that describe a type by code implement or derive from.</summary>
    public const string SchemaType = Engine + ".Types.ISchemaType";

    public const string Scalar = Engine + ".TypeSystem.ScalarType";
    public const string NodeResolver = Engine + ".Types.Relay.NodeResolverAttribute";
    public const string Id = Engine + ".Types.Relay.IDAttribute";
    public const string Module = Engine + ".ModuleAttribute";
    public const string DataLoader = Loading + ".DataLoaderAttribute";
    public const string DataLoaderGroup = Loading + ".DataLoaderGroupAttribute";
    public const string DataLoaderDefaults = Loading + ".DataLoaderDefaultsAttribute";
    public const string DataLoaderModule = Loading + ".DataLoaderModuleAttribute";
    public const string DataLoaderState = Loading + ".DataLoaderStateAttribute";
}
