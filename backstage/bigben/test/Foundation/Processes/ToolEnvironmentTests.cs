using BigBen.Foundation;
using BigBen.Foundation.Processes;

namespace BigBen.Tests.Foundation.Processes;

public sealed class ToolEnvironmentTests
{
    [Theory]
    [InlineData("helm", "HELM_KUBEAPISERVER")]
    [InlineData("/usr/local/bin/helm", "HELM_KUBECONTEXT")]
    [InlineData("helm", "KUBECONFIG")]
    [InlineData("docker", "DOCKER_DEFAULT_PLATFORM")]
    [InlineData("docker", "BUILDX_BUILDER")]
    [InlineData("kind", "KIND_EXPERIMENTAL_PROVIDER")]
    [InlineData("kind", "KIND_EXPERIMENTAL_DOCKER_NETWORK")]
    [InlineData("kubectl", "KUBECTL_COMMAND_HEADERS")]
    [InlineData("dotnet", "VERSION")]
    [InlineData("dotnet", "Platform")]
    [InlineData("dotnet", "MSBuildSDKsPath")]
    public void What_would_change_what_a_tool_does_is_kept_from_it(string tool, string variable) =>
        ToolEnvironment.KeptFrom(tool, [variable]).ShouldBe([variable]);

    [Theory]
    [InlineData("helm", "PATH")]
    [InlineData("helm", "https_proxy")]
    [InlineData("docker", "DOCKER_HOST")]
    [InlineData("kind", "DOCKER_HOST")]
    [InlineData("dotnet", "NUGET_PACKAGES")]
    [InlineData("dotnet", "NuGetPackageSourceCredentials_feed")]
    [InlineData("dotnet", "ARTIFACTS_CREDENTIALPROVIDER_FEED_ENDPOINTS")]
    [InlineData("dotnet", "DOTNET_ROOT_X64")]
    [InlineData("npm", "npm_config_registry")]
    [InlineData("gh", "GH_TOKEN")]
    [InlineData("docker-credential-ecr-login", "AWS_PROFILE")]
    public void What_a_tool_needs_it_gets(string tool, string variable) =>
        ToolEnvironment.KeptFrom(tool, [variable]).ShouldBeEmpty();

    [Fact]
    public async Task A_command_gets_no_more()
    {
        Environment.SetEnvironmentVariable("HELM_OF_A_TEST", "leaks");
        var folder = Directory.CreateTempSubdirectory("bigben-");
        var helm = Path.Combine(folder.FullName, "helm");
        TestProgram.Write(helm, "#!/bin/sh\nenv\n");

        var told = await (new Command(helm) { Environment = new Dictionary<string, string?> { ["HELM_GIVEN"] = "here" } }).OutputAsync();

        told.ShouldNotContain("leaks");
        told.ShouldContain("HELM_GIVEN=here");
        told.ShouldContain("PATH=");
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Other_feeds_are_told_from_the_same()
    {
        const string proxy = "https_proxy";
        var here = ToolEnvironment.FeedHash([("PATH", "/bin"), (proxy, "http://a"), ("HTTP_PROXY", "")]);

        ToolEnvironment.FeedHash([(proxy, "http://a"), ("PATH", "/other")]).ShouldBe(here);
        ToolEnvironment.FeedHash([(proxy, "http://b")]).ShouldNotBe(here);
        ToolEnvironment.FeedHash([]).ShouldNotBe(here);
        ToolEnvironment.FeedHash([(proxy, "http://a"), ("NUGET_PACKAGES", "/p")]).ShouldNotBe(here);
    }
}
