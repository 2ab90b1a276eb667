using System.Diagnostics;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Kernel.Audit;

/// <summary>Writes a command's audit entry into the command's own transaction.</summary>
internal sealed class AuditTrail(UnitOfWork work, Actor actor, TimeProvider clock)
{
    // By hand, since every command ends with it: a context and its change tracker would cost more than the row.
    private const string Insert = """
        INSERT INTO kernel.audit_entries (id, at, organization_id, actor, action, target, scope, reason, before_digest, after_digest, correlation_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    /// <returns>The request's trace id, which is in the entry.</returns>
    public string Write(ICommand command, ChangeDigest changes)
    {
        var at = clock.Now();
        var correlationId = Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString();
        work.WriteLast(
            Insert, OrderedId.Next(at), at, command.AuditOrganization ?? actor.OrganizationId, command.AuditActor ?? actor.Name, ActionOf(command),
            command.AuditTarget ?? changes.FirstChanged, command.AuditScope, command.AuditReason, changes.Before, changes.After, correlationId);
        return correlationId;
    }

    private static string ActionOf(ICommand command)
    {
        var type = command.GetType();
        // Enqueue<UpgradePlugin> is enenqueueUpgradePlugin.
        var name = type.IsGenericType ? type.Name[..type.Name.IndexOf('`')] + string.Concat(type.GetGenericArguments().Select(argument => argument.Name)) : type.Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
