using System.CommandLine;
using BigBen.Console;
using BigBen.Pipeline;
using BigBen.Pipeline.GitHub;
using BigBen.Pipeline.Protection;
using BigBen.Verbs.Remote;

namespace BigBen.Verbs;

/// <summary><c>rollback</c>: restores what a service ran before in an environment, as a commit.</summary>
internal static class RollbackVerb
{
    public static Verb Create()
    {
        var service = new Argument<string>("service") { Description = "The service, such as service-a." };
        var environment = SharedOptions.Environment();
        var remote = RemoteOptions.InsteadOfPlatform("the record");
        var registry = RemoteOptions.Registry();
        registry.Required = false;
        var signed = RemoteOptions.Signed();
        var reason = SharedOptions.Override();
        var json = SharedOptions.Json();
        var command = new Verb(
            "rollback", "Restore a service's previous image, chart and values in an environment.",
            "big-ben.sh rollback service-a production")
        {
            service,
            environment,
            remote,
            registry,
            signed,
            reason,
            json,
        };
        command.Validators.Add(result =>
        {
            var isRemote = result.GetValue(remote) is not null;
            if (isRemote && result.GetValue(registry) is null)
                result.AddError("--remote needs --registry REGISTRY, for a rollback must see that the earlier image is still there.");
            if (!isRemote && (result.GetValue(registry) is not null || result.GetValue(json) || result.GetValue(signed)))
                result.AddError("--registry, --signed and --json go with --remote: a platform's own rollback is shown step by step.");
        });
        return command.Does((session, parsed, cancellationToken) =>
        {
            var request = new RollbackRequest(parsed.GetValue(service)!, parsed.GetValue(environment)!)
            {
                Override = parsed.GetValue(reason),
            };
            return parsed.GetValue(remote) is { } name
                ? RunRemoteAsync(
                    session, request, name, parsed.GetValue(signed), parsed.GetValue(registry)!, parsed.GetValue(json), cancellationToken)
                : RunAsync(session, request, cancellationToken);
        });
    }

    private static async Task RunRemoteAsync(
        Session session,
        RollbackRequest request,
        string remote,
        bool signed,
        string registry,
        bool json,
        CancellationToken cancellationToken)
    {
        var branch = await RemoteOptions.BranchAsync(session, remote, signed, cancellationToken);
        var by = await Person.OfThisProcessAsync(session.Root, cancellationToken);
        var rollout = new Rollout(branch, reviews: RunReviews.OfThisProcess());
        var result = await new Rollback(rollout, RemoteOptions.Images(registry), RunReviews.RunOfThisProcess).RollBackAsync(
            RemoteOptions.Run(session, "rollback"),
            request.Service,
            request.Environment,
            cancellationToken,
            Asking.Of(by?.ToString(), request.Override));
        await session.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { result.From, result.To, Commit = result.Done ?? result.Commit }, JsonPrinting.Options)
            : result.Done is { } done
                ? $"{request.Service} in {request.Environment} went back {result.Detail} in this run already, recorded by {done[..7]}; "
                    + "nothing to do."
            : $"{request.Service} in {request.Environment} goes back {result.Detail}, recorded by {result.Commit[..7]}; "
                + "Argo CD brings it there.");
    }

    private static async Task RunAsync(Session session, RollbackRequest request, CancellationToken cancellationToken)
    {
        var client = await PlatformClient.RequireAsync(session.State, cancellationToken);
        var by = await Person.OfThisProcessAsync(session.Root, cancellationToken);
        await RunView.ShowAsync(
            session, client, PlatformRoutes.Rollbacks, request with { By = by?.ToString() }, cancellationToken);
    }
}
