using System.Diagnostics;
using System.Text.Json.Nodes;
using BigBen.Bootstrap.Steps;
using BigBen.Foundation;

namespace BigBen.Bootstrap.Kind;

/// <summary>The cluster's Applications, asked with <c>kubectl</c>.</summary>
/// <param name="settings">How the cluster is reached.</param>
internal sealed class ArgoApplications(KindSettings settings)
{
    private const string Resource = "applications.argoproj.io";
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Every Application, by name.</summary>
    /// <exception cref="PlatformException">The cluster does not answer.</exception>
    public async Task<IReadOnlyList<ArgoApplication>> ListAsync(CancellationToken cancellationToken)
    {
        var text = await StepCommand.OutputAsync(
            settings.Kubectl("get", Resource, "--namespace", KindSteps.Argo, "--output", "json"), settings.Patience.Look, cancellationToken);
        return [.. JsonNode.Parse(text)!["items"]!.AsArray().Select(item => new ArgoApplication((JsonObject)item!)).OrderBy(application => application.Name, StringComparer.Ordinal)];
    }

    /// <summary>Asks Argo CD to look at git now instead of at its next poll.</summary>
    public Task RefreshAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) => names.Count == 0
        ? Task.CompletedTask
        : StepCommand.OutputAsync(
            settings.Kubectl(["annotate", Resource, .. names, "--namespace", KindSteps.Argo, "--overwrite", $"{ArgoApplication.RefreshAnnotation}=normal"]),
            settings.Patience.Look,
            cancellationToken);

    /// <summary>Waits until the Applications are as they should be; a failure that lasts ends the wait early.</summary>
    /// <param name="missing">What is still missing; null when nothing is.</param>
    /// <param name="why">More about what failed; null where there is no more.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PlatformException">Something failed, or is missing still when patience is over.</exception>
    public async Task<IReadOnlyList<ArgoApplication>> WaitAsync(
        Func<IReadOnlyList<ArgoApplication>, Task<Missing?>> missing, Func<Task<string?>> why, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        Missing? failure = null;
        var since = TimeSpan.Zero;
        while (true)
        {
            var applications = await ListAsync(cancellationToken);
            if (await missing(applications) is not { } now)
                return applications;
            if (now != failure)
                (failure, since) = (now, clock.Elapsed);
            if (now.HasFailed && clock.Elapsed - since >= settings.Patience.Failing)
                throw new PlatformException($"{await MoreAsync(now)}. What ran before keeps serving; push a fix or roll back.");
            if (clock.Elapsed >= settings.Patience.Ready)
                throw new PlatformException($"Argo CD is not there after {StepCommand.Duration(settings.Patience.Ready)}: {await MoreAsync(now)}. See http://{KindSteps.ArgoHost}:{settings.Record.Port}; what ran before keeps serving.");
            await Task.Delay(Period, cancellationToken);
        }

        async Task<string> MoreAsync(Missing now) => await why() is { } more ? $"{now.What} ({more.TrimEnd('.')})" : now.What.TrimEnd('.');
    }
}
