using BigBen.Console.Html;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Questions;

namespace BigBen.Console.Pages;

/// <summary>How the objects of an Application differ from what git says.</summary>
internal static class DifferencePart
{
    public static async Task<Markup> WriteAsync(ConsoleContext context, Application application, CancellationToken cancellationToken)
    {
        if (application.Sync == SyncStatus.Unknown && application.Errors.Count > 0)
            return Markup.Of($"""<p class="note">What runs cannot be compared with what git says; the error above says why.</p>""");
        if (application.Sync == SyncStatus.Unknown || !application.IsCompared)
            return Markup.Of($"""<p class="note">What runs has not been compared with what git says yet.</p>""");
        var different = await ManagedResource.ReadDifferentAsync(context.Api, application, cancellationToken);
        var count = Parts.Count(application.Resources.Count, "object");
        return different.Count == 0
            ? Markup.Of($"""<p class="muted">What runs is what git says: {count}, no difference.</p>""")
            : Markup.Of($"""
                <p class="muted">Lines with <b>-</b> run and are not in git, lines with <b>+</b> are in git and do not run.</p>
                {different.Select(resource => Markup.Of($"<h3>{resource.Managed.Reference}</h3>{Of(resource)}"))}
                """);
    }

    private static Markup Of(ManagedResource resource)
    {
        if (resource.Failure is { } failure)
            return Markup.Of($"""<p class="alert" role="alert">{failure}</p>""");
        // A server-side apply leaves no copy of what was applied on the object.
        if (resource is { Desired: null, Live: not null, Managed.RequiresPruning: false })
            return Markup.Of($"""<p class="note">It differs; its object does not keep what was applied, but Argo CD shows it.</p>""");
        if (resource is { Desired: null, Live: null })
            return Markup.Of($"""<p class="note">It is not there.</p>""");
        var live = resource.Desired is null
            ? LiveObject.Bare(resource.Live!)
            : LiveObject.Beside(resource.Live, resource.Desired) as JsonObject;
        var lines = LineDiff.Of(Yaml(live), Yaml(resource.Desired)).ToList();
        return lines.Count == 0
            ? Markup.Of($"""<p class="note">It is as it was applied; git has changed since.</p>""")
            : Parts.Diff(lines);
    }

    private static string Yaml(JsonObject? body) => body is null ? "" : SecretMask.Yaml(body);
}
