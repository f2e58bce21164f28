using BigBen.Verbs.Export.Targets.Compose;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets;

/// <summary><c>compose</c>: one machine with docker, by the Compose specification.</summary>
internal static class ComposeTarget
{
    /// <summary>Makes it.</summary>
    public static ExportResult Make(ExportSource source)
    {
        var translation = new Translation(source.Objects);
        var project = new ComposeProject($"{source.Environment}-{source.Service}");
        var servers = ComposeDependencies.ServersOf(translation);
        bool IsThere(string service) => service == source.Service || servers.Contains(service);
        var workload = Workload.Find(translation, source.Service, "compose", IsThere) with { Program = source.Program };
        ComposeDependencies.Add(translation, servers, IsThere, project);
        // A sidecar is in the network of one container: with several, the others would have none.
        var replicas = workload.HasSidecars && workload.Spec.Text("replicas") is not ("" or "1") ? 1
            : int.TryParse(workload.Spec.TakeText("replicas"), out var count) ? count : 1;
        var file = ComposeFile.Of(translation, workload, project, null, replicas);
        // A project of Compose is a network of its own, as a namespace is.
        translation.Find("Namespace", source.Environment)!.TakeIdentity();
        const string next = "docker compose --file compose.yaml up --detach --wait";
        IReadOnlyList<string> left = [.. translation.Left(), .. source.Secrets];
        var header = ExportResult.Header(source, "compose", left, next);
        return new([new("compose.yaml", header + YamlWriter.Write(file))], left, next);
    }
}
