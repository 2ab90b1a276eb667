using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.ExternalIssues;

/// <summary>The organization has linked no such issue.</summary>
public sealed class ExternalIssueNotFoundException() : RefusalException("There is no such linked issue in your organization.", "id");

/// <summary>The vendor has no such issue, or has not opened it to this server.</summary>
public sealed class RemoteIssueNotFoundException(string key) : RefusalException($"There is no issue '{key}' that the integration may see.", "key");

/// <summary>The issue stands for that already.</summary>
public sealed class ExternalIssueLinkedException(string key, string resource) : RefusalException($"The issue '{key}' is linked to '{resource}' already.", "key");

/// <summary>The vendor does not let the issue become what was asked for, or the configuration says nothing of it.</summary>
public sealed class IssueSyncRefusedException(string reason, string argument) : RefusalException(reason, argument);
