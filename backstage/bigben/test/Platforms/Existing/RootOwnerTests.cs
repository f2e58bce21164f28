using System.Text.Json;
using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Platforms.Existing;
using BigBen.Tests.Kubernetes;

namespace BigBen.Tests.Platforms.Existing;

/// <summary>A colleague's platform is joined as it is, or not at all.</summary>
public sealed class RootOwnerTests
{
    private static readonly ExistingRecord Asked = new(
        "big-ben-2", "a", "https://git.example/a", "registry.example/team", "apps.example", 80, "", InstallsArgoCd: false, "gitops")
    {
        Environments = ["developer", "production"],
    };

    [Fact]
    public async Task One_s_own_root_Application_is_nobody_s_else()
    {
        await using var platform = await PlatformAsync("big-ben-2");

        (await FindAsync(platform)).ShouldBeNull();
    }

    [Fact]
    public async Task Another_s_tells_what_it_was_made_with()
    {
        await using var platform = await PlatformAsync("big-ben-1");

        var joined = (await FindAsync(platform))!.Join(Asked);

        (joined.Platform, joined.IngressClass, joined.PullSecret).ShouldBe(("big-ben-2", "nginx", "big-ben-registry"));
    }

    [Theory]
    [InlineData("--source", "https://git.example/a")]
    [InlineData("--registry", "registry.example/team")]
    [InlineData("--domain", "apps.example")]
    public async Task What_differs_is_refused_with_the_value_that_is_there(string option, string there)
    {
        await using var platform = await PlatformAsync("big-ben-1");
        var owner = (await FindAsync(platform))!;
        var other = option switch
        {
            "--source" => Asked with { Source = "https://git.example/b" },
            "--registry" => Asked with { Registry = "registry.example/other" },
            _ => Asked with { Domain = "b.example" },
        };

        Should.Throw<PlatformException>(() => owner.Join(other)).Message.ShouldContain($"give {option} {there}");
    }

    private static Task<RootOwner?> FindAsync(TestPlatform platform) =>
        RootOwner.FindAsync(platform.Api, "gitops", Asked.Platform, CancellationToken.None);

    private static async Task<TestPlatform> PlatformAsync(string owner)
    {
        var platform = await TestPlatform.StartAsync("gitops");
        var parameters = new[]
        {
            ("registry", "registry.example/team"), ("domain", "apps.example"), ("ingressClass", "nginx"),
            ("pullSecret", "big-ben-registry"),
        };
        platform.Put(ResourceKind.Applications, JsonSerializer.SerializeToElement(new
        {
            apiVersion = "argoproj.io/v1alpha1",
            kind = "Application",
            metadata = new { name = "big-ben", @namespace = "gitops", labels = Ownership.LabelsOf(owner) },
            spec = new
            {
                project = "big-ben",
                destination = new { @namespace = "gitops", server = "https://kubernetes.default.svc" },
                source = new
                {
                    repoURL = "https://git.example/a",
                    path = "backstage/cd/environments",
                    helm = new { parameters = parameters.Select(one => new { name = one.Item1, value = one.Item2 }) },
                },
            },
        }));
        return platform;
    }
}
