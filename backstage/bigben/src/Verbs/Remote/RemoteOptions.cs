using System.CommandLine;
using BigBen.Images.Registry;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.GitHub;
using BigBen.Pipeline.Remote;

namespace BigBen.Verbs.Remote;

/// <summary>The options of the verbs that work on a git server and a registry, as the GitHub workflows do.</summary>
internal static class RemoteOptions
{
    // A registry that takes longer for one small document is not there.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Option<string> Remote() => new("--remote")
    {
        Description = "The git remote that main is on (default: origin).",
        HelpName = "NAME",
        DefaultValueFactory = _ => "origin",
    };

    /// <summary>The git remote that takes the place of the platform in the state folder.</summary>
    /// <param name="what">What is written there.</param>
    public static Option<string?> InsteadOfPlatform(string what) => new("--remote")
    {
        Description = $"Write {what} on this git remote instead of on the platform in the state folder.",
        HelpName = "NAME",
    };

    public static Option<string> Revision(string description) => new("--revision")
    {
        Description = description,
        HelpName = "REV",
        DefaultValueFactory = _ => "HEAD",
    };

    public static Option<string> Registry() => new("--registry")
    {
        Description = "The registry and the owner in it, such as ghcr.io/owner; docker login says who you are there.",
        HelpName = "REGISTRY",
        Required = true,
    };

    public static Option<bool> Signed() => new("--signed")
    {
        Description = "Have GitHub make the commit (GITHUB_REPOSITORY, GITHUB_TOKEN), which signs it and shows it as verified.",
    };

    /// <summary>main on a remote.</summary>
    /// <param name="session">The clone.</param>
    /// <param name="remote">The remote's name.</param>
    /// <param name="signed">Whether GitHub makes the commits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">
    /// There is no such remote, it does not answer, or it is not known which repository on GitHub it is.
    /// </exception>
    public static async Task<RemoteBranch> BranchAsync(Session session, string remote, bool signed, CancellationToken cancellationToken)
    {
        var branch = await RemoteBranch.OpenAsync(session.Root, remote, cancellationToken);
        await branch.RequireNameAsync(cancellationToken);
        branch.Signer = signed ? GitHubApi.OfThisProcess() : null;
        return branch;
    }

    public static RegistryImages Images(string registry) => new(Client(), () => registry);

    public static RegistryClient Client() => new(new HttpClient { Timeout = Patience }, RegistryCredentials.OfThisUser());

    /// <summary>A run whose steps nobody watches: a workflow prints what comes out.</summary>
    public static Run Run(Session session, string verb) =>
        new(verb, Path.Combine(session.State.Runs, verb), TimeProvider.System, _ => { });
}
