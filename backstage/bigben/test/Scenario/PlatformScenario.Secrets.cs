using System.Net;
using System.Text;
using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;

namespace BigBen.Tests.Scenario;

// What becomes of a secret's value.
public sealed partial class PlatformScenario
{
    [PlatformFact(ScenarioPlatform.Local)]
    public async Task A_secret_reaches_its_pod_and_nobody_else()
    {
        const string values = "app/service-a/deploy-config/developer/values.yaml";
        var value = $"{Guid.NewGuid()}{Guid.NewGuid()}";
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        await platform.StartOverAsync();
        await platform.Clone.RunAsync(
            "sh", "-c", $"printf %s {value} | ./bootstrap/big-ben.sh secret set service-a developer API_KEY");
        await platform.EditAsync(values, "replicas: 1", "replicas: 1\n\nenvFrom: [{secretRef: {name: service-a-secrets}}]");
        await platform.Clone.RunAsync("git", "add", "-A");
        await platform.Clone.RunAsync("git", "commit", "-qm", "Give service-a a secret");

        var push = await PushAsync();

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("service-a live in developer");
        ProcessIdentity.WithVariable("API_KEY", value).ShouldNotBeEmpty();
        var state = new StateFolder(platform.State);
        using var admin = KubernetesApi.Open(state.Kubeconfig);
        (await SeenAsync(admin)).ShouldContain(encoded);

        // Its volumes, logs, runs, audit, caches and git; Base64 is what the store keeps, as etcd does.
        (await FilesWithAsync(value)).ShouldBeEmpty();
        (await FilesWithAsync(encoded)).ShouldAllBe(file => file.StartsWith(state.Api, StringComparison.Ordinal));
        using var reader = KubernetesApi.Open((await platform.Clone.BigBenAsync("kubeconfig", "--read-only")).Trim());
        var runs = (await PageAsync("/runs")).Split("href=\"/runs/").Skip(1).Select(rest => $"/runs/{rest.Split('"')[0]}");
        List<string> told = [push.Output, push.Error, await SeenAsync(reader)];
        foreach (var page in new[] { "/", "/runs", "/applications/developer-service-a" }.Concat(runs))
            told.Add(await PageAsync(page));
        told.Count.ShouldBeGreaterThan(6);
        told.ShouldAllBe(text => !text.Contains(value) && !text.Contains(encoded));
    }

    private static async Task<string> SeenAsync(KubernetesApi api)
    {
        var kinds = ClusterCache.Kinds.Concat([ResourceKind.Secrets, ResourceKind.ConfigMaps, ResourceKind.Namespaces]).ToList();
        var seen = await ClusterObjects.ReadAsync(api, kinds, CancellationToken.None);
        return string.Concat(kinds.SelectMany(seen.Of).Select(item => item.GetRawText()));
    }

    private async Task<string> PageAsync(string path)
    {
        var (status, body) = await platform.GetAsync("console", path);
        status.ShouldBe(HttpStatusCode.OK, path);
        return body;
    }

    // Exit code 1: none has it.
    private async Task<IReadOnlyList<string>> FilesWithAsync(string text)
    {
        var found = await platform.Clone.TryAsync(
            "grep", "--recursive", "--fixed-strings", "--files-with-matches", "--no-messages", "--devices=skip", "--regexp", text,
            platform.State, Path.Combine(platform.Clone.Directory, ".git"), Path.Combine(platform.Clone.Directory, "app"));
        found.ExitCode.ShouldBeLessThan(3, found.Error);
        return found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
