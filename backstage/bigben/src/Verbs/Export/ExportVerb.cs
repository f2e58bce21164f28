using System.CommandLine;
using BigBen.Git;
using BigBen.Verbs.Remote;
using BigBen.Verbs.Rendering;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Export;

/// <summary><c>export</c>: takes a service along to where a team already is.</summary>
internal static class ExportVerb
{
    public static Verb Create()
    {
        string[] names = [.. ExportTarget.All.Select(target => target.Name)];
        var target = new Argument<string>("target")
        {
            // All the names in its place would be broken in the middle of a word.
            HelpName = "target",
            Description = $"Where it goes: {string.Join(", ", names)}.",
        }.From(names);
        var service = new Argument<string>("service") { Description = "The service, such as service-a." };
        var environment = SharedOptions.Environment();
        var revision = RemoteOptions.Revision("The commit whose records are read (default: HEAD).");
        var registry = RemoteOptions.Registry();
        var domain = SharedOptions.Domain();
        var output = new Option<string?>("--output")
        {
            Description = "The file or folder that is written (default for a file of text: standard output).",
            HelpName = "PATH",
        };
        var check = new Option<bool>("--check") { Description = "Write nothing: exit with 1 where --output is not what would be written." };
        var command = new Verb(
            "export", "Export a service as an environment runs it, in the form of another tool or platform.",
            "big-ben.sh export compose service-a production --registry ghcr.io/OWNER --output compose.yaml",
            "big-ben.sh export helm service-a production --registry ghcr.io/OWNER --output service-a-helm")
        {
            target, service, environment, revision, registry, domain, output, check,
        };
        command.Validators.Add(result =>
        {
            // By its words: a value that is asked for here is not looked at by its own validators any more.
            var asked = result.GetResult(target)?.Tokens is [var token] ? token.Value : "";
            var form = ExportTarget.All.FirstOrDefault(one => one.Name == asked)?.Form;
            var isNeeded = form is ExportForm.Folder or ExportForm.Zip || result.GetResult(check) is { Implicit: false };
            if (isNeeded && result.GetResult(output) is null)
                result.AddError($"--output is needed: which {(form == ExportForm.Folder ? "folder" : "file")} is meant.");
        });
        return command.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            ExportTarget.All.Single(one => one.Name == parsed.GetValue(target)),
            (parsed.GetValue(service)!, parsed.GetValue(environment)!, parsed.GetValue(revision)!),
            (parsed.GetValue(registry)!, parsed.GetValue(domain)!),
            (parsed.GetValue(output), parsed.GetValue(check)),
            cancellationToken));
    }

    private static async Task RunAsync(
        Session session,
        ExportTarget target,
        (string Service, string Environment, string Revision) what,
        (string Registry, string Domain) where,
        (string? Path, bool Check) output,
        CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var commit = await git.ResolveAsync(what.Revision, cancellationToken);
        var renderer = await CloneRenderer.OfAsync(session, git, where.Registry, where.Domain, cancellationToken);
        var recorded = await RecordedApplication.RenderAsync(git, renderer, what.Environment, what.Service, commit, cancellationToken);
        var source = await ExportSource.OfAsync(recorded[0], git, where.Registry, cancellationToken);
        var result = await target.MakeAsync(source, cancellationToken);
        if (output.Check)
        {
            if (ExportWriter.FirstStale(target.Form, result.Files, output.Path!) is not { } stale)
                return;
            throw new PlatformException(
                $"'{stale}' is stale: {what.Environment} runs another '{what.Service}' at {commit[..7]}. Export it again without --check.");
        }

        if (output.Path is null)
            await session.Output.WriteAsync(result.Files[0].Text);
        else
            ExportWriter.Write(target.Form, result.Files, output.Path);
        // Standard output may be the file.
        if (result.Left.Count > 0)
            await session.Error.WriteLineAsync(string.Join("\n  ", result.Left.Prepend($"{target.Name} cannot express:")));
        if (output.Path is not null)
            await session.Output.WriteLineAsync(result.Next);
    }
}
