using System.CommandLine;
using BigBen.Console;
using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Stages;
using BigBen.Platforms;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Stages;

/// <summary><c>pipeline</c>: every stage of the pipeline for one service, from the files as they lie in the clone.</summary>
internal static class PipelineVerb
{
    public static Verb Create()
    {
        var service = ServiceArgument();
        var until = new Option<string>("--until")
        {
            Description = "The last stage (default: promote, which delivers what is committed).",
            HelpName = "STAGE",
            DefaultValueFactory = _ => StageNames.NameOf(Stage.Promote),
        }.From([.. StageNames.All.Select(StageNames.NameOf)]);
        return new Verb(
            "pipeline", "Take a service through every stage here: lint, tests, image, scan, test environment, promotion.",
            "big-ben.sh pipeline service-a",
            "big-ben.sh pipeline service-a --until performance")
        {
            service, until,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(service)!,
            StageNames.All.Single(stage => StageNames.NameOf(stage) == parsed.GetValue(until)),
            cancellationToken));
    }

    /// <summary>A service of the clone.</summary>
    public static Argument<string> ServiceArgument() =>
        new Argument<string>("service") { Description = "The service: a folder of app." };

    private static async Task RunAsync(Session session, string service, Stage until, CancellationToken cancellationToken)
    {
        using var client = await PlatformClient.RequireAsync(session.State, cancellationToken);
        if (PlatformChoice.HeldBy(session.State) != PlatformChoice.Local)
            throw new PlatformException(
                "The stages run on the local platform, whose images need no engine; give another state folder: "
                + "./bootstrap/big-ben.sh --platform local --state DIR, then pipeline with the same --state.");
        var clone = GitCli.OfCheckout(session.Root);
        var commit = await clone.SnapshotAsync(cancellationToken);
        var found = (await ServiceCatalog.ListAsync(clone, commit, cancellationToken)).FirstOrDefault(one => one.Name == service)
            ?? throw new PlatformException($"There is no service '{service}', only "
                + $"{string.Join(", ", await ServiceCatalog.NamesAsync(clone, commit, cancellationToken))}.");
        var folder = Path.Combine(session.State.Pipelines, service);
        using var alone = FileLock.TryTake(Path.Combine(folder, ImagePruner.PipelineLock))
            ?? throw new PlatformException($"A pipeline of {service} is running already: wait for its end, or interrupt it.");
        var logs = Path.Combine(folder, "logs");
        if (Directory.Exists(logs))
            Directory.Delete(logs, recursive: true);
        await using var display = session.Display();
        var run = new Run($"pipeline {service}", logs, TimeProvider.System, display.Show);
        await using var stages = await PipelineRun.OpenAsync(session, run, clone, found, commit, cancellationToken);
        var told = await stages.RunAsync(until, cancellationToken);
        display.Line(told);
    }
}
