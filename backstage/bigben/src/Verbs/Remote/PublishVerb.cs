using System.CommandLine;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Remote;

namespace BigBen.Verbs.Remote;

/// <summary><c>publish</c>: gives an image that was pushed by digest alone, and has passed what it had to, its tag.</summary>
internal static class PublishVerb
{
    public static Verb Create()
    {
        var service = new Argument<string>("service") { Description = "The service, such as service-a." };
        var digest = new Argument<string>("digest") { Description = "The image's digest, sha256: and 64 hexadecimal digits." };
        var revision = RemoteOptions.Revision("The commit that was built (default: HEAD).");
        var remote = RemoteOptions.Remote();
        var registry = RemoteOptions.Registry();
        return new Verb(
            "publish", "Give a built image, by its digest, the tag of its commit.",
            "big-ben.sh publish service-a sha256:DIGEST --registry ghcr.io/OWNER")
        {
            service, digest, revision, remote, registry,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(service)!,
            parsed.GetValue(digest)!,
            parsed.GetValue(revision)!,
            parsed.GetValue(remote)!,
            parsed.GetValue(registry)!,
            cancellationToken));
    }

    private static async Task RunAsync(
        Session session, string name, string digest, string revision, string remote, string registry, CancellationToken cancellationToken)
    {
        var git = (await RemoteBranch.OpenAsync(session.Root, remote, cancellationToken)).Git;
        var services = await ServiceCatalog.ListAsync(git, await git.ResolveAsync(revision, cancellationToken), cancellationToken);
        var service = services.FirstOrDefault(service => service.Name == name)
            ?? throw new PlatformException(
                $"There is no service '{name}' at {revision}: name {string.Join(" or ", services.Select(service => service.Name))}.");
        var commit = await Affected.ImageCommitAsync(git, revision, service, cancellationToken);
        var images = RemoteOptions.Images(registry);
        var published = await images.PublishAsync(name, digest, commit, cancellationToken);
        await session.Output.WriteLineAsync(
            $"{images.RepositoryOf(name)}:{Affected.TagOf(commit)} is {published}"
            + (published == digest ? "." : $", an earlier build of the same commit; {digest} is not needed."));
    }
}
