using System.CommandLine;
using BigBen.Kubernetes.Proving;
using BigBen.Pipeline.GitHub;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Remote;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Remote;

/// <summary><c>deployments</c>: tells GitHub what is recorded for an environment, and, asked at its URL, whether it runs.</summary>
internal static class DeploymentsVerb
{
    // A URL that people use is not a platform of this machine: it is asked seldom.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private sealed record Options(string Environment, string? Domain, int? Wait, string Remote, bool Json);

    public static Verb Create()
    {
        var environment = new Argument<string>("ENVIRONMENT") { Description = "The environment, such as production." };
        var domain = DomainOption.Create(
            "The domain that the services are reached at by HTTPS, as given to up; empty for none, and for no URL.", mayBeEmpty: true);
        var wait = NumberOption.Create(
            "--wait", "SECONDS", "Check each URL for the recorded version for this long, and report it (default: 0); needs --domain.",
            least: 0, most: 900);
        var remote = RemoteOptions.Remote();
        var json = SharedOptions.Json();
        var command = new Verb(
            "deployments", "Report to GitHub what is recorded for an environment as deployments, with URL and outcome where known.",
            "big-ben.sh deployments production --domain example.org --wait 600")
        {
            environment, domain, wait, remote, json,
        };
        command.Validators.Add(result =>
        {
            // Asked for their values, options that are wrong themselves throw.
            if (result.GetResult(wait)?.Tokens is [{ Value: not "0" }] && result.GetResult(domain)?.Tokens is not [{ Value.Length: > 0 }])
                result.AddError("--wait asks the services' URLs: give --domain too.");
        });
        return command.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            new Options(
                parsed.GetValue(environment)!,
                parsed.GetValue(domain) is { Length: > 0 } name ? name : null,
                parsed.GetValue(wait),
                parsed.GetValue(remote)!,
                parsed.GetValue(json)),
            cancellationToken));
    }

    private static async Task<int> RunAsync(Session session, Options options, CancellationToken cancellationToken)
    {
        var branch = await RemoteBranch.OpenAsync(session.Root, options.Remote, cancellationToken);
        var head = await branch.HeadAsync(cancellationToken);
        var environments = await EnvironmentList.ReadAsync(branch.Git, head, cancellationToken);
        var environment = environments.Require(options.Environment);
        var file = await EnvironmentFile.ReadAsync(branch.Git, head, environment.Name, cancellationToken);
        var services = new List<Deployment>();
        foreach (var (service, record) in file.Services.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var commit = await branch.Git.ResolveAsync(record.PinnedAt(head).Revision, cancellationToken);
            var domain = options.Domain is { } name && await ServiceRoute.IsRoutedAsync(
                branch.Git, commit, service, environment.Name, cancellationToken)
                ? name
                : null;
            services.Add(new Deployment(
                $"{environment.Name}-{service}",
                commit,
                record.Tag,
                domain is null ? null : new Uri($"https://{environment.HostPrefix}.{service}.{domain}")));
        }

        var api = GitHubApi.OfThisProcess();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var told = await ToldDeployment.TellAsync(
            new Deployments(api, environment.Name, environment.Name == environments.Last, Run(api)),
            services,
            options.Wait is > 0 and var seconds
                ? (service, token) => AskAsync(http, service, TimeSpan.FromSeconds(seconds), token)
                : null,
            cancellationToken);
        await session.Output.WriteLineAsync(options.Json
            ? JsonSerializer.Serialize(told, JsonSerializerOptions.Web)
            : told.Count == 0 ? $"Nothing is recorded for {environment.Name}."
            : string.Join('\n', told.Select(Line)));
        return told.Any(one => one.State == "failure") ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Line(ToldDeployment one) =>
        $"{one.Name}: {one.State}, version {one.Version}{(one.Url is { } url ? $" at {url}" : "")}"
        + (one.Seen is { } seen ? $": NOT LIVE, {seen}; look at it with 'big-ben.sh status' where the cluster is." : "");

    private static async Task<string?> AskAsync(HttpClient http, Deployment service, TimeSpan within, CancellationToken cancellationToken)
    {
        var first = true;
        return (await VersionQuestion.UntilAsync(
            service.Version,
            async token =>
            {
                if (!first)
                    await Task.Delay(Pause, token);
                first = false;
                return await http.GetAsync(new Uri(service.Url!, "/version"), token);
            },
            within,
            cancellationToken))?.Seen;
    }

    // By the variables that GitHub gives every job.
    private static string? Run(GitHubApi api) =>
        Environment.GetEnvironmentVariable("GITHUB_RUN_ID") is { Length: > 0 } run
            ? $"{Environment.GetEnvironmentVariable("GITHUB_SERVER_URL") ?? "https://github.com"}/{api.Repository}/actions/runs/{run}"
            : null;
}
