using System.CommandLine;
using BigBen.Foundation;
using BigBen.Platforms;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Kind;

namespace BigBen.Verbs;

/// <summary><c>kubeconfig</c>: how <c>kubectl</c> and every other client get into the platform's API.</summary>
internal static class KubeconfigVerb
{
    public static System.CommandLine.Command Create()
    {
        var merge = new Option<bool>("--merge") { Description = "Add the context to your own kubeconfig; 'down' takes it away again." };
        var command = new Verb("kubeconfig", "Print the path of the platform's kubeconfig.", "big-ben.sh kubeconfig --merge") { merge };
        command.SetAction((parsed, _) => RunAsync(Session.Open(parsed.GetValue(SharedOptions.State)), parsed.GetValue(merge)));
        return command;
    }

    /// <summary>Prints the path on standard output, for scripts, and everything else on standard error.</summary>
    internal static async Task<int> RunAsync(Session session, bool merge)
    {
        if (KindRecord.Read(session.State) is { } kind)
        {
            await SayKindAsync(session, kind, merge);
            return ExitCode.Done;
        }

        if (ExistingRecord.Read(session.State) is { } existing)
        {
            await SayExistingAsync(session, existing, merge);
            return ExitCode.Done;
        }

        if (!File.Exists(session.State.Kubeconfig))
        {
            throw new PlatformException(
                $"There is no '{session.State.Kubeconfig}': the local platform is not up. Run ./bootstrap/big-ben.sh first.");
        }

        if (!merge)
        {
            await session.Output.WriteLineAsync(session.State.Kubeconfig);
            return ExitCode.Done;
        }

        var own = UserKubeconfig.Find();
        own.Merge(session.State);
        await session.Output.WriteLineAsync(own.Path);
        await session.Error.WriteLineAsync(
            $"Use it by: kubectl --context {UserKubeconfig.ContextOf(session.State)} get applications -n argocd");
        return ExitCode.Done;
    }

    private static async Task SayExistingAsync(Session session, ExistingRecord existing, bool merge)
    {
        if (merge)
            throw new PlatformException($"Your own kubeconfig has this platform's context already: kubectl --context {existing.Context}.");
        await session.Output.WriteLineAsync(session.State.Kubeconfig);
        await session.Error.WriteLineAsync($"This platform is in the cluster of your context '{existing.Context}'.");
    }

    private static async Task SayKindAsync(Session session, KindRecord kind, bool merge)
    {
        if (merge)
        {
            throw new PlatformException(
                $"This platform is the kind cluster '{kind.Cluster}': "
                + $"'kind export kubeconfig --name {kind.Cluster}' adds its context kind-{kind.Cluster}.");
        }

        var settings = new KindSettings(session.Root, session.State, kind, KindVersions.Read(session.Root));
        await session.Output.WriteLineAsync(settings.Kubeconfig);
        await session.Error.WriteLineAsync($"This platform is the kind cluster '{kind.Cluster}'; its context is kind-{kind.Cluster}.");
    }
}
