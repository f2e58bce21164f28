using BigBen.Platforms.Clusters;
using BigBen.Platforms.Doctor;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Kind.Steps;

/// <summary>Looks whether this machine has all that a kind platform needs, before anything is made.</summary>
internal static class MachineStep
{
    // Node image, Argo CD, Traefik and the services' images unpacked take about 6 GB.
    private const long NeededBytes = 8L << 30;

    private static readonly Command EngineInfo =
        ClusterSettings.Docker("info", "--format", "{{.ServerVersion}}|{{.CgroupVersion}}|{{.DockerRootDir}}");
    private static readonly Command Clusters = new("kind", "get", "clusters");

    public static PlatformStep Create(KindSettings settings) => new("check this machine")
    {
        Commands = [EngineInfo, .. ClusterTool.All.Select(tool => tool.Question), Clusters],
        Does =
        [
            $"Refuses where port {settings.Record.Port} is taken, less than 8 GiB are free, the engine does not see "
                + $"'{settings.State.Path}', or a cluster '{settings.Cluster}' is there that is not this platform's.",
            $"Writes '{KindRecord.FileOf(settings.State)}', by which a killed run and destroy.sh know what is theirs.",
        ],
        Changes = false,
        // Its commands are questions, asked by Apply.
        Check = _ => Task.FromResult(StepCheck.Partial("", [])),
        Apply = (step, cancellationToken) => LookAsync(settings, step, cancellationToken),
    };

    private static async Task LookAsync(KindSettings settings, Step step, CancellationToken cancellationToken)
    {
        (await MachineChecks.GitAsync(cancellationToken)).Require();
        const string local = ClusterTool.Otherwise;
        var engine = (await ClusterTool.AskAsync(
            EngineInfo,
            $"The container engine: install Docker and start it, so that 'docker info' works, {local}",
            settings.Patience.Look,
            cancellationToken)).Split('|');
        if (engine.ElementAtOrDefault(1) == "1")
        {
            throw new PlatformException(
                "The container engine runs on control groups of version 1, which Kubernetes' kubelet refuses: boot with "
                + $"systemd.unified_cgroup_hierarchy=1, {local}.");
        }

        var found = new List<string> { $"docker {engine[0]}" };
        foreach (var tool in ClusterTool.All)
            found.Add(await tool.RequireAsync(settings.Versions.Tools[tool.Name], settings.Patience.Look, cancellationToken));
        var checks = new MachineChecks(settings.Root, settings.State, settings.Record.Port);
        checks.Disk().Require();
        if (!await IsThereAsync(settings, cancellationToken))
        {
            // What a cluster that is there has taken is taken already.
            RequireRoom(engine.ElementAtOrDefault(2));
            (await checks.PortAsync(settings.Record.Port, cancellationToken)).Require();
            await EngineView.RequireAsync(settings, cancellationToken);
        }

        settings.Record.Write(settings.State);
        step.Detail = string.Join(", ", found);
    }

    // An engine in a virtual machine has its folder there, where its own messages tell of a full disk.
    private static void RequireRoom(string? engineFolder)
    {
        if (engineFolder is null || !Directory.Exists(engineFolder))
            return;
        var free = new DriveInfo(engineFolder).AvailableFreeSpace;
        if (free < NeededBytes)
            throw new PlatformException(FormattableString.Invariant(
                $"The container engine has {free / (double)(1 << 30):0.0} GiB free at '{engineFolder}' where 8 are needed: ")
                + "free some space ('docker system prune' frees what it no longer needs).");
    }

    private static async Task<bool> IsThereAsync(KindSettings settings, CancellationToken cancellationToken)
    {
        var clusters = await StepCommand.OutputAsync(Clusters, settings.Patience.Look, cancellationToken);
        var exists = clusters.Split('\n').Contains(settings.Cluster);
        if (exists && KindRecord.ReadOwn(settings.State) is null)
            throw new PlatformException(
                $"A cluster '{settings.Cluster}' is there which this state folder knows nothing of: delete it with "
                + $"'kind delete cluster --name {settings.Cluster}', or choose another state folder by --state.");
        return exists;
    }
}
