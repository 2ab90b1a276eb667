using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>There is no such app, or the caller may not see it.</summary>
public sealed class AppNotFoundException(string app, string argument = "slug") : RefusalException($"There is no app '{app}'.", argument)
{
    /// <summary>What was asked for.</summary>
    public string App => app;
}

/// <summary>Another app has, or had, the name's slug.</summary>
public sealed class AppSlugTakenException(string slug) : RefusalException($"The slug '{slug}' is taken. Choose another name.", "name")
{
    /// <summary>The slug that the name leads to.</summary>
    public string Slug => slug;
}

/// <summary>An event needs a scope that the app does not ask for.</summary>
public sealed class EventScopeMissingException(string @event, string scope) : RefusalException($"The event '{@event}' needs the scope '{scope}'. Add the scope or leave the event out.", "events")
{
    /// <summary>The event.</summary>
    public string Event => @event;

    /// <summary>The scope that it needs.</summary>
    public string Scope => scope;
}

/// <summary>What a published app asks for cannot change under those who installed it.</summary>
public sealed class AppPublishedImmutableException(string member) : RefusalException($"The app is published; its {member} cannot be changed any more.", member);

/// <summary>The app's status does not allow this.</summary>
public sealed class AppStatusInvalidException(string slug, AppStatus status, string reason) : RefusalException($"The app '{slug}' is {status.InGraph()}: {reason}", "slug")
{
    /// <summary>The status that it has.</summary>
    public AppStatus Status => status;
}

/// <summary>Features are switched off on this server.</summary>
public sealed class FeatureDisabledException(IReadOnlyList<string> missingFeatures, string argument)
    : RefusalException($"Your organization cannot use {string.Join(", ", missingFeatures)}. Ask the server's staff to switch it on.", argument)
{
    /// <summary>The features that are off.</summary>
    public IReadOnlyList<string> MissingFeatures => missingFeatures;
}
