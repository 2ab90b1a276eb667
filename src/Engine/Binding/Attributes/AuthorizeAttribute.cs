namespace GraphQLPlugins.Engine.Authorization;

/// <summary>When a rule is checked.</summary>
public enum ApplyPolicy
{
    BeforeResolver,
    AfterResolver,
    Validation,
}

/// <summary>Protects a field, or every field that returns the type. Several must all pass; roles: any.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Method, AllowMultiple = true)]
public class AuthorizeAttribute : Attribute
{
    public AuthorizeAttribute()
    {
    }

    public AuthorizeAttribute(string policy) => Policy = policy;

    public AuthorizeAttribute(ApplyPolicy apply) => Apply = apply;

    public AuthorizeAttribute(string policy, ApplyPolicy apply)
    {
        Policy = policy;
        Apply = apply;
    }

    /// <summary>The policy; null asks for an authenticated user.</summary>
    public string? Policy { get; set; }

    /// <summary>Roles, any of which will do; null: no matter.</summary>
    public string[]? Roles { get; set; }

    /// <summary>When it is checked.</summary>
    public ApplyPolicy Apply { get; set; } = ApplyPolicy.BeforeResolver;
}

/// <summary>Punches a hole into a type's protection.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Method)]
public sealed class AllowAnonymousAttribute : Attribute;
