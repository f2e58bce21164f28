using BigBen.Foundation;
using BigBen.Kubelet;

namespace BigBen.Tests.Kubelet;

/// <summary>
/// <c>shell:anything</c> runs its arguments by a shell; <c>web:anything</c> runs the test program, its version being what follows the
/// colon.
/// </summary>
internal sealed class TestImages : IContainerImages
{
    private readonly HashSet<string> _missing = [];

    public void Lose(string reference)
    {
        lock (_missing)
            _missing.Add(reference);
    }

    public void Find(string reference)
    {
        lock (_missing)
            _missing.Remove(reference);
    }

    public Task<ContainerImage> ResolveAsync(string reference, CancellationToken cancellationToken)
    {
        lock (_missing)
        {
            if (_missing.Contains(reference))
                throw new PlatformException($"There is no image {reference}.");
        }

        return Task.FromResult(reference.Split(':') switch
        {
            ["web", var tag] => new ContainerImage(
                $"sha256:{tag}",
                AppContext.BaseDirectory,
                ["dotnet", "bigben.TestPod.dll"],
                new Dictionary<string, string> { ["APP_VERSION"] = tag }),
            [_, var tag] => new ContainerImage(
                $"sha256:{tag}", "/", ["/bin/sh", "-c"], new Dictionary<string, string> { ["FROM_IMAGE"] = "image" }),
            _ => throw new PlatformException($"There is no image {reference}."),
        });
    }
}
