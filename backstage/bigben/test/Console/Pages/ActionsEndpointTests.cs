using System.Net;
using BigBen.Console;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Tests.Ingress;
using BigBen.Tests.Kubernetes;

namespace BigBen.Tests.Console.Pages;

public sealed class ActionsEndpointTests
{
    [Fact]
    public async Task A_refresh_ends_when_Argo_CD_has_compared()
    {
        await using var console = await TestConsole.StartAsync();
        var id = await PostAsync(console, "refresh");
        await TestPlatform.UntilAsync(console.Cache, () => Application(console).IsRefreshing);
        console.Journal.Find(id)!.State.ShouldBe(RunState.Running);

        console.Platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
        {
            body["metadata"]!["annotations"]!.AsObject().Remove(BigBen.Kubernetes.Applications.Application.RefreshAnnotation);
            body["status"]!["sync"]!["status"] = "Synced";
            body["status"]!["operationState"]!["phase"] = "Succeeded";
        });

        (await EndedAsync(console, id)).Message.ShouldBe("developer-service-a is Synced and Progressing.");
    }

    [Fact]
    public async Task A_restart_ends_when_the_new_pods_are_ready()
    {
        await using var console = await TestConsole.StartAsync();
        var id = await PostAsync(console, "restart");
        await TestPlatform.UntilAsync(console.Cache, () => Deployment(console).Contains("restartedAt", StringComparison.Ordinal));
        console.Journal.Find(id)!.State.ShouldBe(RunState.Running);

        console.Platform.Change(ResourceKind.Deployments, "developer", "service-a", body =>
            body["status"]!["observedGeneration"] = body["metadata"]!["generation"]!.DeepClone());

        (await EndedAsync(console, id)).State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public async Task A_restart_that_another_one_overtakes_ends_with_that_one()
    {
        await using var console = await TestConsole.StartAsync();
        var id = await PostAsync(console, "restart");
        await TestPlatform.UntilAsync(console.Cache, () => Deployment(console).Contains("restartedAt", StringComparison.Ordinal));

        console.Platform.Change(ResourceKind.Deployments, "developer", "service-a", body =>
        {
            body["spec"]!["template"]!["metadata"]!["annotations"]![ApplicationRequests.RestartedAt] = "2999-01-01T00:00:00+01:00";
            body["status"]!["observedGeneration"] = 9;
        });

        (await EndedAsync(console, id)).State.ShouldBe(RunState.Succeeded);
    }

    private static Application Application(TestConsole console) => ApplicationList.Find(console.Cache.Objects, "developer-service-a");

    private static string Deployment(TestConsole console) => console.Cache.Objects.Of(ResourceKind.Deployments)[0].GetRawText();

    private static async Task<string> PostAsync(TestConsole console, string action)
    {
        using var response = await console.Client.PostAsync(
            $"/actions/{action}", new FormUrlEncodedContent([KeyValuePair.Create("application", "developer-service-a")]));
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return response.Headers.Location!.ToString().Split('/')[^1];
    }

    private static async Task<RunDocument> EndedAsync(TestConsole console, string id)
    {
        await Eventually.TrueAsync(() => Task.FromResult(!console.Journal.IsActive(id)));
        return console.Journal.Find(id)!;
    }
}
