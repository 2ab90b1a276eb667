using System.Diagnostics;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Kernel.Audit;

/// <summary>Writes a command's audit entry into the command's own transaction.</summary>
internal sealed class AuditTrail(KernelDb db, Actor actor, TimeProvider clock)
{
    /// <returns>The request's trace id, which is in the entry.</returns>
    public string Write(ICommand command, ChangeDigest changes)
    {
        var correlationId = Activity.Current?.TraceId.ToHexString() ?? Guid.NewGuid().ToString("N");
        db.AuditEntries.Add(new AuditEntry(
            clock.Now(), command.AuditOrganization ?? actor.OrganizationId, command.AuditActor ?? actor.Name,
            ActionOf(command), command.AuditTarget ?? changes.FirstChanged, command.AuditScope, changes.Before, changes.After, correlationId));
        return correlationId;
    }

    private static string ActionOf(ICommand command)
    {
        var name = command.GetType().Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
