using System.Text;
using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;
using BigBen.Tests.Kubernetes;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Verbs.Views;

public sealed class LogsVerbTests
{
    [Fact]
    public async Task Following_ends_with_whoever_reads_it()
    {
        using var temp = new TempFolder();
        await using var platform = await TestPlatform.DeveloperAsync();
        temp.Write("state/kubeconfig", await File.ReadAllTextAsync(platform.Server.Kubeconfig));
        // More than a pipe holds by itself.
        var log = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a line\n", 100_000)));
        platform.Server.Kubelet.Open = _ => new MemoryStream(log);
        const string script = "set -o pipefail; dotnet \"$0\" logs developer-service-a --follow --state \"$1\" | head -n 1";
        using var deadline = new CancellationTokenSource(Eventually.Deadline);

        var read = await new Command("bash", "-c", script, typeof(PlatformException).Assembly.Location, temp["state"])
        {
            Environment = new Dictionary<string, string?> { ["BIGBEN_ROOT"] = RepositoryRoot.Path },
        }.RunAsync(deadline.Token);

        read.Output.ShouldMatch("^service-a-[^ ]+ a line\n$");
        (read.ExitCode, read.Error).ShouldBe((0, ""));
    }
}
