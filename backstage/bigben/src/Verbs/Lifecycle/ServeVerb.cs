using System.CommandLine;
using BigBen.Platforms.Clusters;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Kind;
using BigBen.Platforms.Local;

namespace BigBen.Verbs.Lifecycle;

/// <summary><c>serve</c>: the platform's own process, started by <c>up</c>; hidden, since nobody else needs it.</summary>
internal static class ServeVerb
{
    public static Verb Create()
    {
        var port = new Option<int>("--port") { Required = true };
        var domain = new Option<string>("--domain") { Required = true };
        var command = new Verb(Daemon.Verb, "Be the platform's process.") { port, domain };
        command.Hidden = true;
        return command.Does(async (session, parsed, cancellationToken) =>
        {
            var cluster = (ClusterSettings?)KindSettings.Read(session.Root, session.State)
                ?? ExistingSettings.Read(session.Root, session.State);
            Func<CancellationToken, Task> platform = cluster is not null
                ? token => ClusterPlatform.RunAsync(cluster, token)
                : token => LocalPlatform.RunAsync(session.State, parsed.GetValue(port), parsed.GetValue(domain)!, token);
            await HeldState.RunAsync(session.State, platform, TimeProvider.System, cancellationToken);
        });
    }
}
