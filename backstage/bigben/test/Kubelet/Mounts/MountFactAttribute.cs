using BigBen.Kubelet.Mounts;

namespace BigBen.Tests.Kubelet.Mounts;

/// <summary>Skipped where this machine gives no mount namespaces, as most containers do not.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        if (!Machine.Support.IsThere)
            Skip = Machine.Support.Says;
    }
}

/// <summary>What this machine can.</summary>
internal static class Machine
{
    public static MountSupport Support { get; } = Find();

    // Once for all tests, and before any of them.
    private static MountSupport Find()
    {
        var directory = Directory.CreateTempSubdirectory("bigben-mounts-");
        try
        {
            return Task.Run(() => MountSupport.FindAsync(directory.FullName, "on", CancellationToken.None)).GetAwaiter().GetResult();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
