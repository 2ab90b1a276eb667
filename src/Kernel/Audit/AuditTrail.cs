using System.Diagnostics;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Kernel.Audit;

/// <summary>Writes a command's audit entry into the command's own transaction.</summary>
internal sealed class AuditTrail(KernelDb db, Actor actor, TimeProvider clock)
{
    public void Write(ICommand command, ChangeDigest changes) => db.AuditEntries.Add(new AuditEntry(
        clock.Now(),
        command.AuditOrganization ?? actor.OrganizationId,
        actor.Name,
        ActionOf(command),
        command.AuditTarget ?? changes.FirstChanged,
        command.AuditScope,
        changes.Before,
        changes.After,
        Activity.Current?.TraceId.ToHexString() ?? Guid.NewGuid().ToString("N")));

    private static string ActionOf(ICommand command)
    {
        var name = command.GetType().Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
