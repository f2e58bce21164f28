using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Tests.ApiServer.Streaming;

namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>A real kubectl, where this machine has one that is new enough.</summary>
internal static class Kubectl
{
    private const int Oldest = 35;

    private static readonly Lazy<(string? Path, string? Why)> Found = new(Find);

    /// <summary>Why the tests with it are skipped; null when they are not.</summary>
    public static string? Missing => Found.Value.Why;

    /// <summary>Runs it against an API server.</summary>
    public static Task<CommandResult> RunAsync(TestApi api, params string[] arguments) => RunAsync(api, input: null, arguments);

    /// <summary>Runs it against an API server, with something to read.</summary>
    public static Task<CommandResult> RunAsync(TestApi api, string? input, string[] arguments) =>
        RunAsync(CommandFor(api.Kubeconfig, arguments) with { Input = input });

    /// <summary>Runs it in the namespace of a node's pods, which has to succeed.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> ShouldRunAsync(ServedNode node, string? input, params string[] arguments)
    {
        var result = await RunAsync(CommandFor(node.Kubeconfig, ["-n", ServedNode.Namespace, .. arguments]) with { Input = input });
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }

    /// <summary>Runs it to its end, which comes soon.</summary>
    public static async Task<CommandResult> RunAsync(Command command)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            return await command.RunAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{command} did not end");
        }
    }

    /// <summary>The command of a kubeconfig. Its home is its own: what it remembers of one server must not be told of another.</summary>
    public static Command CommandFor(string kubeconfig, params string[] arguments) => new(Found.Value.Path!, arguments)
    {
        Environment = new Dictionary<string, string?> { ["KUBECONFIG"] = kubeconfig, ["HOME"] = Path.GetDirectoryName(kubeconfig) },
    };

    private static (string? Path, string? Why) Find()
    {
        var path = Environment.GetEnvironmentVariable("BIGBEN_KUBECTL") ?? "kubectl";
        try
        {
            var result = new Command(path, "version", "--client", "-o", "json").RunAsync().GetAwaiter().GetResult();
            var minor = JsonNode.Parse(result.Output)?["clientVersion"]?["minor"]?.GetValue<string>() ?? "0";
            return int.Parse(minor.TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture) >= Oldest
                ? (path, null)
                : (null, $"kubectl is 1.{minor}; BIGBEN_KUBECTL names one that is 1.{Oldest} or newer");
        }
        catch (Exception e) when (e is PlatformException or System.Text.Json.JsonException)
        {
            return (null, $"there is no kubectl: BIGBEN_KUBECTL names one that is 1.{Oldest} or newer");
        }
    }
}
