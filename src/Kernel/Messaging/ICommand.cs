using MediatR;

namespace GraphQLPlugins.Kernel.Messaging;

/// <summary>A request that changes something: it runs in one transaction and leaves an audit entry.</summary>
public interface ICommand
{
    /// <summary>What the audit names as changed, such as a plugin's id; null takes the first row that was changed.</summary>
    string? AuditTarget => null;

    /// <summary>Where the change applies, such as a project; null is the whole organization.</summary>
    string? AuditScope => null;

    /// <summary>Why, where the caller had to give a reason; at most 400 characters.</summary>
    string? AuditReason => null;

    /// <summary>Whose change it is, for commands that the system sends; null is the caller's organization.</summary>
    Guid? AuditOrganization => null;

    /// <summary>Whom the audit names, for callers who prove themselves in the command and not by a token; null is the caller.</summary>
    string? AuditActor => null;
}

/// <summary>A request that changes something and answers with a <typeparamref name="T"/>.</summary>
public interface ICommand<out T> : IRequest<T>, ICommand;
