using BigBen.Foundation;
using BigBen.Tests.ApiServer.Kubectl;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Existing;

/// <summary>Which kubeconfig a context is taken from, by the real kubectl.</summary>
public sealed class UserContextTests : IDisposable
{
    private const string Unreached = "https://127.0.0.1:1";

    private readonly TempFolder _temp = new();

    public UserContextTests()
    {
        foreach (var name in new[] { "first", "second" })
        {
            _temp.Write($"{name}.yaml", $$"""
                apiVersion: v1
                kind: Config
                clusters: [{ name: {{name}}, cluster: { server: "{{Unreached}}" } }]
                users: [{ name: {{name}}, user: { token: none } }]
                contexts: [{ name: {{name}}, context: { cluster: {{name}}, user: {{name}} } }]
                """);
        }
    }

    public void Dispose() => _temp.Dispose();

    [KubectlFact]
    public async Task It_is_found_in_any_file_of_KUBECONFIG_or_in_the_one_that_is_named()
    {
        var both = $"{_temp["first.yaml"]}{Path.PathSeparator}{_temp["second.yaml"]}";

        (await DoctorAsync(both, "--context", "second")).ShouldContain(Unreached);
        (await DoctorAsync(_temp["first.yaml"], "--context", "second")).ShouldContain("has no usable context 'second'");
        (await DoctorAsync(_temp["first.yaml"], "--context", "second", "--kubeconfig", _temp["second.yaml"])).ShouldContain(Unreached);
        (await DoctorAsync(both, "--context", "second", "--kubeconfig", _temp["first.yaml"]))
            .ShouldContain($"'{_temp["first.yaml"]}' has no usable context 'second'");
    }

    private async Task<string> DoctorAsync(string kubeconfig, params string[] arguments)
    {
        Directory.CreateDirectory(_temp["bin"]);
        if (!File.Exists(_temp["bin/kubectl"]))
            File.CreateSymbolicLink(_temp["bin/kubectl"], Kubectl.CommandFor(kubeconfig).Program);
        var result = await new Command(
            "dotnet", [typeof(PlatformException).Assembly.Location, "doctor", "--state", _temp["state"], .. arguments])
        {
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{_temp["bin"]}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
                ["BIGBEN_ROOT"] = RepositoryRoot.Path,
                ["KUBECONFIG"] = kubeconfig,
            },
        }.RunAsync();
        return result.Output + result.Error;
    }
}
