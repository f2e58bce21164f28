using BigBen.Git;
using BigBen.Pipeline.Protection;

namespace BigBen.Pipeline;

/// <summary>A change of what an environment runs, made as a commit that no ref leads to yet.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Head">What main was.</param>
/// <param name="Commit">What main shall be: a commit on top, or <paramref name="Head"/> itself where nothing is recorded.</param>
/// <param name="Detail">What it is about, in a few words.</param>
internal record Plan(string Environment, string Head, string Commit, string Detail)
{
    /// <summary>What main shall be; another commit of the same tree once the branch's server has made it.</summary>
    public string Commit { get; set; } = Commit;

    /// <summary>The services that it changes or removes.</summary>
    public IReadOnlyCollection<string> Concerned { get; init; } = [];

    /// <summary>The revisions that its records name anew, and the commits they lead to; git may not know the names yet.</summary>
    public IReadOnlyDictionary<string, string> Revisions { get; init; } = new Dictionary<string, string>();

    /// <summary>The tag that appears in the instant in which main moves; null where none does.</summary>
    public RefChange? Tag { get; init; }

    /// <summary>Whether the environment is to run it, and so is waited for; false for a pre-release.</summary>
    public bool ReachesEnvironment { get; init; } = true;

    /// <summary>
    /// Whether what it records is started beside what runs first; false for what ran before: who takes a step back has no time to lose.
    /// </summary>
    public bool IsTried { get; init; } = true;

    /// <summary>Why it may not go on yet; null where it may.</summary>
    public Waiting? Waiting { get; init; }

    /// <summary>Whether anything is written to git.</summary>
    public bool IsChange => Commit != Head || Tag is not null;

    /// <summary>What has to be there before main says so: the tags of images.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
