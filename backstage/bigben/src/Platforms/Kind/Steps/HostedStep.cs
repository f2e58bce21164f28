using BigBen.Git;
using BigBen.Images.Registry;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Kind.Steps;

/// <summary>
/// Whether a cluster can read the hosted repository and pull its recorded images: a new one has nobody's password, whatever this machine
/// has. Looked at before anything is made; in a cluster that is there somebody may have given Argo CD a password.
/// </summary>
internal static class HostedStep
{
    private const string Otherwise = "or bring up a cluster of your own with --platform cluster, which can be given a password "
        + "(docs/cluster.md).";

    public static PlatformStep Create(KindSettings settings, string source) => new("look at the hosted repository")
    {
        Does =
        [
            $"Refuses where '{source}' or an image that it records in '{settings.Registry}' cannot be read without a password.",
        ],
        Changes = false,
        Check = _ => Task.FromResult(
            File.Exists(settings.Kubeconfig) ? StepCheck.Done("the cluster is there") : StepCheck.Missing()),
        Apply = async (step, cancellationToken) =>
            step.Detail = $"it and {await LookAsync(settings, source, cancellationToken)} recorded images can be read by everybody",
    };

    private static async Task<int> LookAsync(KindSettings settings, string source, CancellationToken cancellationToken)
    {
        using var scratch = new Scratch();
        var git = GitCli.OfRepository(scratch.File("hosted.git"));
        await git.OutputAsync(cancellationToken, "init", "--quiet", "--bare", git.Path);
        await FetchAsync(git, source, settings.Patience.Look, cancellationToken);
        var images = await ImagesAsync(git, settings.Registry, cancellationToken);
        using var http = new HttpClient { Timeout = settings.Patience.Look };
        var registry = new RegistryClient(http, RegistryCredentials.None);
        foreach (var (repository, digest) in images)
        {
            if (await registry.FindAsync(repository, digest, cancellationToken) is null)
                throw new PlatformException(
                    $"'{source}' records the image {repository}@{digest[..19]}…, which cannot be pulled without a password: make the "
                    + "package public (on GitHub in the package's own settings), build it where the registry has lost it, " + Otherwise);
        }

        return images.Count;
    }

    private static async Task FetchAsync(GitCli git, string source, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            var fetched = await git.RunAsync(deadline.Token, "fetch", "--quiet", "--depth=1", "--no-tags", source, "HEAD");
            if (!fetched.Succeeded)
                throw new PlatformException(
                    $"'{source}' cannot be read without a password ({GitCli.Reason(fetched).TrimEnd('.')}), and Argo CD in a new cluster "
                    + "has none: make the repository public and give its https URL, omit --source and push from your clone, "
                    + Otherwise);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException(
                $"'{source}' does not answer within {StepCommand.Duration(patience)}: look at the network and the URL.");
        }
    }

    private static async Task<IReadOnlyList<(ImageRepository Repository, string Digest)>> ImagesAsync(
        GitCli git, string registry, CancellationToken cancellationToken)
    {
        const string head = "FETCH_HEAD";
        var images = new List<(ImageRepository Repository, string Digest)>();
        foreach (var environment in (await EnvironmentList.ReadAsync(git, head, cancellationToken)).Names)
        {
            foreach (var (service, record) in (await EnvironmentFile.ReadAsync(git, head, environment, cancellationToken)).Services)
                images.Add((ImageRepository.Parse($"{registry}/{ServiceSource.ImageRepositoryOf(service)}"), record.Digest));
        }

        return [.. images.Distinct()];
    }
}
