using BigBen.Bootstrap.Steps;
using BigBen.Foundation;

namespace BigBen.Bootstrap.Kind;

/// <summary>What a pod that does not come up says, so that nobody has to look for it.</summary>
internal static class PodTrouble
{
    // An exception with its stack trace is longer than a screen only where it is nested deeply.
    private const int Lines = 60;

    /// <summary>Why a service does not come up as of now: its first current pod in hopeless trouble; null where there is none.</summary>
    public static async Task<Missing?> FindAsync(KindSettings settings, ArgoApplication application, CancellationToken cancellationToken)
    {
        var services = await ClusterServices.ReadAsync(settings, cancellationToken);
        return services.Pods.FirstOrDefault(pod => pod.IsHopeless && pod.Namespace == application.Namespace && pod.Service == application.Release) is { } pod
            ? new Missing($"{application.Name} does not come up: pod {pod.Name} is in {pod.Status}", HasFailed: true)
            : null;
    }

    /// <summary>The first pod in trouble, of an environment or of any, and its last words; null where there is none or the cluster does not tell.</summary>
    public static async Task<string?> DescribeAsync(KindSettings settings, string? environment, CancellationToken cancellationToken)
    {
        ClusterServices services;
        try
        {
            services = await ClusterServices.ReadAsync(settings, cancellationToken);
        }
        catch (PlatformException)
        {
            // There is something worse to tell already.
            return null;
        }

        if (services.Pods.FirstOrDefault(pod => pod.IsCurrent && (environment ?? pod.Namespace) == pod.Namespace && pod.Trouble is not null) is not { } pod)
            return null;
        var log = await StepCommand.RunAsync(
            settings.Kubectl("logs", pod.Name, "--namespace", pod.Namespace, "--tail", $"{Lines}", "--previous"), settings.Patience.Look, cancellationToken);
        return log.Succeeded && LastWords(log.Output) is { } words ? $"{pod.Name}: {words}" : pod.Trouble;
    }

    /// <summary>What a program said when it ended: the exception where there is one, otherwise its last line.</summary>
    internal static string? LastWords(string log)
    {
        var lines = log.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();
        return lines.LastOrDefault(line => line.StartsWith("Unhandled exception.", StringComparison.Ordinal)) ?? lines.LastOrDefault();
    }
}
