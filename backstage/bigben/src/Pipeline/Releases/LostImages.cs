using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Releases;

/// <summary>
/// Builds the images again that an environment's records name, that were here once, and that are gone. The record stays as it is: what is
/// built is the same image, by digest, or it is refused.
/// </summary>
/// <param name="git">A repository with main's history.</param>
/// <param name="images">Where images are.</param>
/// <param name="build">Checks out.</param>
/// <param name="builder">Makes images.</param>
/// <param name="ledger">Tells what ran here.</param>
internal sealed class LostImages(GitCli git, IServiceImages images, DotnetBuild build, IImageBuilder builder, HealthLedger ledger)
{
    /// <summary>Builds what is gone.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="environment">An environment that releases reach.</param>
    /// <param name="file">Its records.</param>
    /// <param name="cancellationToken">Stops it where it is.</param>
    /// <returns>
    /// Whether every record's image and revision are here now. They are not where the records were made elsewhere, which a clone brings.
    /// </returns>
    /// <exception cref="PlatformException">An image was here, and cannot be made again.</exception>
    public async Task<bool> RestoreAsync(
        Run run, DeliveryEnvironment environment, EnvironmentFile file, CancellationToken cancellationToken)
    {
        var gone = new List<(string Service, ServiceRecord Record, string Commit)>();
        foreach (var (service, record) in file.Services)
        {
            var commit = await git.TryResolveAsync(record.Revision, cancellationToken);
            var isThere = await images.HasAsync(service, record.Digest, cancellationToken);
            if (commit is not null && isThere)
                continue;
            if (!ledger.HasRun(environment.PromotesFrom!, service, record.Digest))
                return false;
            gone.Add((service, record, commit ?? throw new PlatformException(
                $"{environment.Name} runs {service} {record.Tag}, whose revision {record.Revision} is gone: push it again.")));
        }

        foreach (var (service, record, commit) in gone)
            await run.StepAsync($"build {service}", step => BuildAsync(step, service, record, commit));
        return true;

        async Task BuildAsync(Step step, string service, ServiceRecord record, string commit)
        {
            step.Note($"the image of {service} {record.Tag}, which {environment.Name} runs, is gone");
            var source = (await ServiceCatalog.ListAsync(git, commit, cancellationToken)).Single(source => source.Name == service);
            var imageCommit = await Affected.ImageCommitAsync(git, commit, source, cancellationToken);
            var stamp = new BuildStamp(Affected.TagOf(imageCommit), imageCommit);
            await build.CheckoutAsync(commit, cancellationToken);
            var digest = await builder.BuildAsync(source, stamp, compiled: false, run.LogFile($"build-{service}"), cancellationToken);
            if (digest != record.Digest)
                throw new PlatformException(
                    $"{environment.Name} runs {service} {record.Tag}, whose image {record.Digest[..19]} is gone, and building it again " +
                    $"makes another ({digest[..19]}): release a newer version.");
            await images.TagAsync(service, digest, record.Tag, cancellationToken);
            step.Detail = $"{record.Tag} {digest[..19]}";
        }
    }
}
